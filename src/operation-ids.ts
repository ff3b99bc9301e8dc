/**
 * What generated clients call an operation that `Explained` gives no name: its method in the controller and what the
 * controller is about, such as `listGrants` and `retryGrant`.
 */
export function operationId(controller: string, method: string): string {
  const many = controller.replace(/Controller$/, '');
  return `${method}${method === 'list' ? many : many.replace(/s$/, '')}`;
}
