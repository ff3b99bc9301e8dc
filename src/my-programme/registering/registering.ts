import { z } from 'zod';
import type { Published } from '../../../prisma/programmes.js';
import type { Database } from '../../database/database.js';
import type { Language } from '../../domain/wording.js';
import { privacyNoticeShown } from '../../legal/notice.js';
import { type Shown, shownText } from '../../legal/shown.js';
import type { Responsible } from '../../legal/texts.js';
import { termsText } from '../../pages/programme-page.js';
import { keepAcceptance } from './acceptances.js';
import { ExpiredInvitationError } from '../entrance/entrance-errors.js';
import { report } from '../reporting/own-events.js';
import type { Participant } from '../entrance/participant.js';
import { lockOwn } from '../entrance/participant-lock.js';

/** What whoever registers accepts, as it is shown. */
export interface Offer {
  readonly privacy: Shown;
  readonly terms: Shown;
}

/** What the form sends: the boxes, and which texts stood beside them. */
const Form = z.object({
  privacy: z.string(),
  terms: z.string(),
  acceptPrivacy: z.literal('yes').optional().catch(undefined),
  acceptTerms: z.literal('yes').optional().catch(undefined),
});

/** What is wrong with a form, box by box; `changed`: the texts are not those that were shown. */
export type FormProblem = 'privacy-missing' | 'terms-missing' | 'changed';

/** Lets an invited customer take part: evidence and event in one transaction, or neither. */
export class Registering {
  constructor(
    private readonly database: Database,
    private readonly responsible: Responsible,
  ) {}

  offer({ definition, version }: Published, language: Language): Offer {
    return {
      privacy: privacyNoticeShown(this.responsible, language),
      terms: shownText(`${definition.code}/${version}`, termsText(definition, language)),
    };
  }

  /** What is wrong with this form; nothing where everything on offer was accepted. */
  problems(offer: Offer, body: unknown): readonly FormProblem[] {
    const form = Form.safeParse(body).data;
    if (form?.privacy !== offer.privacy.sha256 || form.terms !== offer.terms.sha256) return ['changed'];
    return [
      ...(form.acceptPrivacy ? [] : ['privacy-missing' as const]),
      ...(form.acceptTerms ? [] : ['terms-missing' as const]),
    ];
  }

  /** Registers now, on the participation's clock; once, however often it is asked for. Throws PageError (410) when it is too late. */
  async register(
    { id, code }: Participant,
    customer: string,
    { privacy, terms }: Offer,
    language: Language,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const { phase, registered, now, invitationEndsAt } = await lockOwn(client, customer, id);
      if (registered || phase !== 'invited') return;
      if (now >= invitationEndsAt) throw new ExpiredInvitationError({ code });
      const accepted = { participation: id, language, at: now };
      await keepAcceptance(client, { ...accepted, what: 'privacy-notice', shown: privacy });
      await keepAcceptance(client, { ...accepted, what: 'terms', shown: terms });
      await report(client, {
        participation: id,
        customer,
        type: 'selfservice.registered',
        once: 'registered',
        time: now,
        data: { privacyPolicy: privacy.version },
      });
    });
  }
}
