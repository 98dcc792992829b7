/** merchant_data as the structure it holds; what is not JSON stays text. */
export function parsed(merchantData: string | null): unknown {
  if (merchantData === null) return null;
  try {
    return JSON.parse(merchantData);
  } catch {
    return merchantData;
  }
}
