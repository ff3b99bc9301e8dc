/** A heading and what stands below it, a paragraph each. */
export type Section = readonly [heading: string, ...paragraphs: string[]];

/** A text of the product, filled with an installation's names. */
export interface Notice {
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Who is responsible, and how the privacy notice is reached and told apart. */
export interface Responsible {
  readonly name: string;
  readonly imprint: string;
  readonly privacyVersion: string;
  readonly privacyContact: string;
  /** The operator's own notice, where it stands for the product's. */
  readonly privacyUrl?: string | undefined;
}
