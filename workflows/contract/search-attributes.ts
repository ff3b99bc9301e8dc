import { defineSearchAttributeKey } from '@temporalio/common';

/** Keywords by which operations find participations in the Web UI; never personal data. */
export const PROGRAMME = defineSearchAttributeKey('programme', 'KEYWORD');
export const PHASE = defineSearchAttributeKey('phase', 'KEYWORD');

/** What a namespace must know before the first participation starts. */
export const SEARCH_ATTRIBUTES = [PROGRAMME, PHASE];
