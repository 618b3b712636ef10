/** Behind `Order.shipping`: one call for all orders of a page. */
export async function handler(requests: readonly { readonly cents: number }[]) {
  return requests.map(({ cents }) => ({
    data: cents >= 5000 ? { carrier: 'courier', days: 1 } : { carrier: 'post', days: 3 },
  }));
}
