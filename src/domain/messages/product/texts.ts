import type { Texts } from '../texts.js';
import { de } from './de.js';
import { en } from './en.js';

/** The texts that come with the product. */
export const PRODUCT_TEXTS: Texts = { de, en };
