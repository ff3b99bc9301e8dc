/** What a text may speak of; each is a text already in the customer's language. */
export interface MessageValues {
  /** Who sends it, as customers know the operator. */
  readonly sender: string;
  /** Who is responsible: the whole imprint in an e-mail, where to find it in an SMS. */
  readonly imprint: string;
  /** The customer's own way to the programme. */
  readonly link: string;
  /** Where messages can be stopped. */
  readonly optOutLink: string;
  /** What this message is about, in megabytes; nothing where it is about none. */
  readonly megabytes: string;
  /** What the milestones are worth together, the quiet reward, and both, in megabytes. */
  readonly milestoneMegabytes: string;
  readonly quietMegabytes: string;
  readonly totalMegabytes: string;
  /** How long the quiet period lasts, in words. */
  readonly quietLasts: string;
  /** What has been earned so far, in megabytes. */
  readonly earnedMegabytes: string;
  /** The day on which the quiet period ends: calls may count to its very end. */
  readonly quietEndsOn: string;
  /** By when to accept the invitation, to do tasks (nothing once they pay no more), to visit next and to appeal: a day or, on that day, a time. */
  readonly invitationEndsOn: string;
  readonly tasksBy: string;
  readonly visitBy: string;
  readonly appealBy: string;
}

export const VALUE_NAMES = [
  'sender',
  'imprint',
  'link',
  'optOutLink',
  'megabytes',
  'milestoneMegabytes',
  'quietMegabytes',
  'totalMegabytes',
  'quietLasts',
  'earnedMegabytes',
  'quietEndsOn',
  'invitationEndsOn',
  'tasksBy',
  'visitBy',
  'appealBy',
] as const satisfies readonly (keyof MessageValues)[];

/** The longest that values get, against which a text's length is judged; sender and addresses are examples. */
export const LONGEST_VALUES: MessageValues = {
  sender: 'Telekom AG',
  imprint: 'https://operator.example/imprint',
  link: `https://bonus.operator.example/i/${'x'.repeat(22)}`,
  optOutLink: `https://bonus.operator.example/o/${'x'.repeat(40)}`,
  megabytes: '10.000.000',
  milestoneMegabytes: '500.000.000',
  quietMegabytes: '10.000.000',
  totalMegabytes: '510.000.000',
  quietLasts:
    '10 Jahre, 100 Monate, 1.000 Wochen, 10.000 Tage, 100.000 Stunden, 10.000.000 Minuten und 100.000.000 Sekunden',
  earnedMegabytes: '510.000.000',
  quietEndsOn: '30. September 2026',
  invitationEndsOn: '30. September 2026 um 23:59',
  tasksBy: '30. September 2026 um 23:59',
  visitBy: '30. September 2026 um 23:59',
  appealBy: '30. September 2026 um 23:59',
};

/** As little as a message may know: before registering there is no quiet period, without a grant there are no megabytes. */
export const SPARSEST_VALUES: MessageValues = {
  ...LONGEST_VALUES,
  sender: 'AB',
  megabytes: '',
  earnedMegabytes: '0',
  quietEndsOn: '',
  tasksBy: '',
  visitBy: '',
  appealBy: '',
};
