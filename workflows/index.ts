export { participation } from './participation/workflow.js';
export { credit } from './credit/workflow.js';
