export function request() {
  return {};
}

export function response(): null {
  return null;
}
