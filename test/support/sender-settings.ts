/** What every configuration needs to send messages; nothing listens there. */
export const SENDER_SETTINGS = {
  PUBLIC_URL: 'http://bonus.example',
  SENDER_NAME: 'Operator',
  SMS_SENDER: '70070',
  SMS_URL: 'http://sms.example',
  SMTP_URL: 'smtp://mail.example',
  MAIL_FROM: 'bonus@operator.example',
  IMPRINT: 'Operator, Musterweg 1, Berlin',
  IMPRINT_URL: 'http://operator.example/imprint',
};
