import { type OwnText, withFooter } from './footer.js';

const FOOTER = {
  sms: ' Imprint: {{ imprint }} No more messages: STOP',
  email: '\n\nNo more messages: {{ optOutLink }}\n\n{{ sender }}\n{{ imprint }}',
};

const TEXTS = {
  invitation: {
    sms: '{{ sender }}: Get up to {{ totalMegabytes }} MB extra for helping yourself online. Join until {{ invitationEndsOn }}: {{ link }}',
    subject: 'Up to {{ totalMegabytes }} MB for you',
    email: [
      'Hello,',
      '',
      'you are invited to our programme: registering, watching the bill video and installing the app earn you {{ milestoneMegabytes }} MB. Not calling the hotline for {{ quietLasts }} and visiting us online regularly earns another {{ quietMegabytes }} MB.',
      '',
      'Join until {{ invitationEndsOn }}:',
      '{{ link }}',
    ].join('\n'),
  },
  reminder: {
    sms: '{{ sender }}: Your invitation is good until {{ invitationEndsOn }}. Up to {{ totalMegabytes }} MB extra are waiting: {{ link }}',
    subject: 'Your invitation is good until {{ invitationEndsOn }}',
    email: [
      'Hello,',
      '',
      'your invitation to up to {{ totalMegabytes }} MB is good until {{ invitationEndsOn }}:',
      '{{ link }}',
    ].join('\n'),
  },
  'half-way': {
    sms: '{{ sender }}: Half-way! No hotline call until {{ quietEndsOn }} and {{ quietMegabytes }} MB more are yours: {{ link }}',
    subject: 'Half of it is done',
    email: [
      'Hello,',
      '',
      'half of the time is behind you. Without a hotline call until {{ quietEndsOn }} you get {{ quietMegabytes }} MB more. Where you stand:',
      '{{ link }}',
    ].join('\n'),
  },
  welcome: {
    sms: '{{ sender }}: Welcome! Without a hotline call until {{ quietEndsOn }} you get {{ quietMegabytes }} MB more. Where you stand: {{ link }}',
    subject: 'Welcome to the programme',
    email: [
      'Hello,',
      '',
      'good to have you. Your time without a call runs until {{ quietEndsOn }}. If you do not call the hotline until then and visit us online regularly, you get {{ quietMegabytes }} MB more. Calls by which you use a statutory right or report a fault do not count.',
      '',
      'Where you stand:',
      '{{ link }}',
    ].join('\n'),
  },
  'reward-credited': {
    sms: '{{ sender }}: {{ megabytes }} MB are credited, {{ earnedMegabytes }} MB in all. Where you stand: {{ link }}',
    subject: '{{ megabytes }} MB are credited',
    email: [
      'Hello,',
      '',
      'we have credited {{ megabytes }} MB to you, {{ earnedMegabytes }} MB in all.',
      '',
      'Where you stand:',
      '{{ link }}',
    ].join('\n'),
  },
  'inactivity-warning': {
    sms: '{{ sender }}: Please visit us online until {{ visitBy }}, or your participation ends: {{ link }}',
    subject: 'Please visit us until {{ visitBy }}',
    email: [
      'Hello,',
      '',
      'you have not been in your customer area for a while. Visit it until {{ visitBy }}, or your participation ends, and with it everything that you can still earn. You keep what you got:',
      '{{ link }}',
    ].join('\n'),
  },
  'quiet-reward-paid': {
    sms: '{{ sender }}: Done: {{ quietLasts }} without a call! {{ megabytes }} MB are credited, {{ earnedMegabytes }} MB in all. {{ link }}',
    subject: 'Done: {{ megabytes }} MB for you',
    email: [
      'Hello,',
      '',
      '{{ quietLasts }} without a call: we have credited {{ megabytes }} MB to you, {{ earnedMegabytes }} MB in all.',
      '',
      '{{ link }}',
    ].join('\n'),
  },
  forfeited: {
    sms: '{{ sender }}: As the hotline was called, the {{ quietMegabytes }} MB are lost. A mistake? Appeal until {{ appealBy }}: {{ link }}',
    subject: 'The large reward is lost',
    email: [
      'Hello,',
      '',
      'a call to the hotline was reported to us. The {{ quietMegabytes }} MB are lost; you keep what you got{% if tasksBy != "" %}, and other tasks count until {{ tasksBy }}{% endif %}. If that is a mistake, you can appeal until {{ appealBy }}:',
      '{{ link }}',
    ].join('\n'),
  },
  dropped: {
    sms: '{{ sender }}: Your participation ends, as you have not been online for long. A mistake? Appeal until {{ appealBy }}: {{ link }}',
    subject: 'Your participation ends',
    email: [
      'Hello,',
      '',
      'you have not been in your customer area for longer than agreed, so your participation ends. You keep what you got. If that is a mistake, you can appeal until {{ appealBy }}:',
      '{{ link }}',
    ].join('\n'),
  },
  reinstated: {
    sms: '{{ sender }}: Your participation goes on, the {{ quietMegabytes }} MB are possible again. Where you stand: {{ link }}',
    subject: 'Your participation goes on',
    email: [
      'Hello,',
      '',
      'your participation goes on, and the {{ quietMegabytes }} MB are possible again. Where you stand:',
      '{{ link }}',
    ].join('\n'),
  },
  resumed: {
    sms: '{{ sender }}: Your participation goes on, but as the hotline was called, the {{ quietMegabytes }} MB are lost. A mistake? Appeal until {{ appealBy }}: {{ link }}',
    subject: 'Your participation goes on',
    email: [
      'Hello,',
      '',
      'your participation goes on after all. The {{ quietMegabytes }} MB are lost, though, as a call to the hotline was reported to us; you keep what you got{% if tasksBy != "" %}, and other tasks count until {{ tasksBy }}{% endif %}. If the call is a mistake, you can appeal until {{ appealBy }}:',
      '{{ link }}',
    ].join('\n'),
  },
} satisfies OwnText;

/** The product's own texts in English. */
export const en = withFooter(TEXTS, FOOTER);
