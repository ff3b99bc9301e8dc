/** What every configuration needs to send messages, to show pages and to let customers sign in; nothing listens there. */
export const SENDER_SETTINGS = {
  PUBLIC_URL: 'http://bonus.example',
  SENDER_NAME: 'Operator',
  SMS_SENDER: '70070',
  SMS_URL: 'http://sms.example',
  SMTP_URL: 'smtp://mail.example',
  MAIL_FROM: 'bonus@operator.example',
  IMPRINT: 'Operator, Musterweg 1, Berlin',
  IMPRINT_URL: 'http://operator.example/imprint',
  PRIVACY_POLICY_VERSION: '2026-11-01',
  PRIVACY_CONTACT: 'privacy@operator.example',
  ACCESSIBILITY_CONTACT: 'barriers@operator.example',
  PLACES: JSON.stringify({
    bills: 'https://operator.example/bills?from=bonus',
    forum: 'https://forum.example/',
    'app-ios': 'https://apps.apple.example/id1',
  }),
  AUTH_CLIENT_ID: 'quietline-pages',
  AUTH_CLIENT_SECRET: 'only-for-tests',
};
