/** Behind `Order.shipping`: one call for all orders of a page. */
export async function handler(requests: readonly { readonly cents: number }[]) {
  return requests.map(({ cents }) => {
    if (cents === 13) return { data: null, errorMessage: 'Nobody carries that.', errorType: 'Carrier' };
    return { data: cents >= 5000 ? { carrier: 'courier', days: 1 } : { carrier: 'post', days: 3 } };
  });
}
