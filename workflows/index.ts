export { participation } from './participation/workflow.js';
export { credit } from './credit/workflow.js';
export { fastForward } from './fast-forward/workflow.js';
export { sweep } from './sweep/workflow.js';
export { wave } from './wave/workflow.js';
