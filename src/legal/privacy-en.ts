import type { Notice, Responsible } from './texts.js';

/** The English privacy notice: what is kept of a customer, why, and how to have it deleted. */
export function privacyEn({ name, imprint, privacyVersion, privacyContact }: Responsible): Notice {
  return {
    title: 'Privacy notice',
    sections: [
      [
        'What this is about',
        `This notice covers the bonus programme of ${name} to which we invited you, and these pages. Version: ${privacyVersion}.`,
      ],
      ['Who is responsible', imprint, `Questions and requests about privacy: ${privacyContact}`],
      [
        'What we keep',
        'Your customer id: an id from our systems that by itself says nothing about you. Everything else is kept under it.',
        'Your contact data: mobile number and e-mail address as far as we need them to write to you, and what allows us to. They are kept in a table of their own, apart from everything else, and in no log.',
        'Your language and, as far as we need it for crediting, the account to which we book data volume.',
        'Events with their time: that you registered, watched the video, installed the app or visited your customer area; calls to the hotline with their id, their direction and, if it was noted, their reason; withdrawal and end of contract. What is said in a call does not reach these systems.',
        'Whether we invite you to a programme: the rows of the lists that we choose from, with customer id and what became of them; also who was chosen, and which of these the lot left out. Addresses, language, account and what you had reached already stay in a list only until you are invited or it is certain that we do not invite you.',
        'Calls to the hotline we also keep, to count them, of chosen customers whom the lot left out: their time, id, direction and reason.',
        'The journal of your participation: which rule acted when, which data volume was credited, and which message was sent or held back when. You can read it.',
        'The evidence of your consent: version and wording of this notice and of the terms of participation, when, in which language and how.',
        'If you appeal: what you write, and what is answered. Whoever decides reads it.',
        'With the video: which parts were played. This is deleted as soon as the video counts, after 30 days at the latest.',
        'Technical records of our application: which kind of page answered how fast. Without IP address, without any id, without search words.',
        'So that nobody tries sign-ins by machine, we count how often one IP address asks to sign in. That stays in working memory and is written down nowhere. That signing in stays possible for everybody is our legitimate interest (Art. 6(1)(f) GDPR).',
      ],
      [
        'What for, and on which basis',
        'Invitation and reminders are advertising. We send them only with your consent (Art. 6(1)(a) GDPR) or to existing customers under the conditions of section 7(3) of the German Act against Unfair Competition (Art. 6(1)(f) GDPR).',
        'What we know of you before you register we keep to choose whom we invite, and to count what you have done already. This is our legitimate interest (Art. 6(1)(f) GDPR).',
        'Your participation rests on the consent that you give when you register (Art. 6(1)(a) GDPR). It is voluntary; without it you cannot take part. If you withdraw it, your participation ends, and what you have earned by then we still credit.',
        'What is kept afterwards shows what was yours. This is our legitimate interest (Art. 6(1)(f) GDPR).',
        'We keep evidence and objections because the law demands it (Art. 6(1)(c), Art. 7(1) GDPR).',
        'A small share of the chosen customers, drawn by lot, is not invited, so that the effect of the programme can be measured; for that we count the calls of these customers, too. This is our legitimate interest (Art. 6(1)(f) GDPR).',
        'Whether a reward is credited follows from the published rules. If you think that the result is wrong, you can appeal; then a person decides.',
      ],
      [
        'Who receives data',
        'Our systems for signing in, crediting and sending receive what they need for their task: crediting your account and the amount, sending your address and the text. Service providers act on our instructions alone. We sell no data.',
        'These pages load nothing from others. Links to app stores, forum and other offers lead there only when you open them; what applies there is said there.',
      ],
      [
        'Cookies',
        'When you open the link of an invitation or sign in, we set one cookie that recognises your session. It is necessary for that and ends with it; of whoever does not sign in we forget it after half an hour. There is no other, no advertising id and no measuring of audiences.',
      ],
      [
        'How long',
        'As long as your participation runs. When it has ended, in whatever way, we delete your mobile number, your e-mail address and what allowed us to write to them as soon as your last credit is booked and we have told you so, after a week at the latest. Journal, credits and the evidence of your consent are kept until you have them deleted or the reason for keeping them is gone.',
        'The rows of the lists, the draw and the counted calls of customers whom it left out have no fixed term, as the draw holds for the programme for good. They are kept until you have them erased; where a list is called off before anything was sent, we undo its draw.',
        'If you stop messages, nothing of your address is kept but a keyed checksum from which it cannot be won back. It makes sure that a later list does not write to you again.',
        'If you have your data erased, your participation ends. As soon as no credit is pending, after three days at the latest, we delete contact data, account, customer id, the ids of events and the counted calls. Journal, credits and the rows of the lists stay without a way back to you. So does, for every programme to which you were invited or for which you were chosen, a keyed checksum of programme and customer id, and whether the lot left you out, so that nobody takes part twice.',
      ],
      [
        'Your rights',
        'You can ask for access (Art. 15 GDPR), rectification (Art. 16), erasure (Art. 17), restriction (Art. 18) and for your data in a common format (Art. 20).',
        'You can object to advertising and to processing from legitimate interest (Art. 21), to advertising at any time and without a reason: by the link in every e-mail, or by answering STOP to an SMS.',
        'You can withdraw a consent for the future at any time, as easily as you gave it. Data volume that was credited stays yours.',
        'You can complain to a data protection authority (Art. 77), for example where you live. A call about your rights never costs you the bonus.',
      ],
    ],
  };
}
