/** Where the operator's own pages are that customers are led to: a tile each, the last two being the app's stores. */
export const PLACES = [
  'contract',
  'bills',
  'data-usage',
  'perks',
  'offers',
  'forum',
  'chat',
  'app-ios',
  'app-android',
] as const;

export type Place = (typeof PLACES)[number];
