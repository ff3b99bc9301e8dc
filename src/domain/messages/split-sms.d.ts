/** What is used of split-sms 0.1.7, which has no types of its own. */
declare module 'split-sms' {
  const sms: { split(message: string, options: { summary: true }): { readonly parts: readonly unknown[] } };
  export default sms;
}
