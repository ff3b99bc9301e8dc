import type { Notice, Responsible } from './texts.js';

/** The German privacy notice: what is kept of a customer, why, and how to have it deleted. */
export function privacyDe({ name, imprint, privacyVersion, privacyContact }: Responsible): Notice {
  return {
    title: 'Datenschutzhinweise',
    sections: [
      [
        'Worum es geht',
        `Diese Hinweise gelten für das Bonusprogramm von ${name}, zu dem wir Sie eingeladen haben, und für diese Seiten. Fassung: ${privacyVersion}.`,
      ],
      ['Wer verantwortlich ist', imprint, `Fragen und Anträge zum Datenschutz: ${privacyContact}`],
      [
        'Welche Daten wir speichern',
        'Ihre Kundenkennung: eine Kennung aus unseren Systemen, die für sich genommen nichts über Sie sagt. Unter ihr steht alles Weitere.',
        'Ihre Kontaktdaten: Mobilnummer und E-Mail-Adresse, soweit wir sie zum Anschreiben brauchen, und worauf wir uns dabei stützen. Sie stehen in einer eigenen Tabelle, getrennt von allem anderen, und in keinem Protokoll.',
        'Ihre Sprache und, soweit wir es für die Gutschrift brauchen, das Konto, auf das wir Datenvolumen buchen.',
        'Ereignisse mit ihrem Zeitpunkt: dass Sie sich registriert, das Video angesehen, die App installiert oder Ihren Kundenbereich besucht haben; Anrufe bei der Hotline mit Kennung, Richtung und, falls erfasst, dem Grund; Widerruf und Vertragsende. Was in einem Gespräch gesagt wird, erfahren diese Systeme nicht.',
        'Ob wir Sie zu einem Programm einladen: die Zeilen der Listen, aus denen wir auswählen, mit Kundenkennung und dem, was daraus wurde; dazu, wer ausgewählt und wer davon durch das Los nicht eingeladen wurde. Adressen, Sprache, Konto und was Sie schon erreicht hatten, bleiben in einer Liste nur, bis Sie eingeladen sind oder feststeht, dass wir Sie nicht einladen.',
        'Anrufe bei der Hotline halten wir, um sie zu zählen, ebenso von ausgewählten Kunden fest, die das Los von der Einladung ausgenommen hat: Zeitpunkt, Kennung, Richtung und Grund.',
        'Das Protokoll Ihrer Teilnahme: welche Regel wann gegriffen hat, welches Datenvolumen gutgeschrieben wurde und welche Nachricht wann gesendet oder zurückgehalten wurde. Sie können es einsehen.',
        'Den Nachweis Ihrer Zustimmung: Fassung und Wortlaut dieser Hinweise und der Teilnahmebedingungen, Zeitpunkt, Sprache und Weg.',
        'Wenn Sie Einspruch erheben: was Sie dazu schreiben, und die Antwort darauf. Wer darüber entscheidet, liest es.',
        'Beim Video: welche Abschnitte gespielt wurden. Das wird gelöscht, sobald das Video zählt, spätestens nach 30 Tagen.',
        'Technische Aufzeichnungen unserer Anwendung: welche Art von Seite wie schnell geantwortet hat. Ohne IP-Adresse, ohne Kennung, ohne Suchwörter.',
        'Damit niemand Anmeldungen maschinell ausprobiert, zählen wir, wie oft eine IP-Adresse sich anmelden will. Das bleibt im Arbeitsspeicher und wird nirgends aufgezeichnet. Dass sich alle anmelden können, ist unser berechtigtes Interesse (Art. 6 Abs. 1 Buchst. f DSGVO).',
      ],
      [
        'Wozu, und auf welcher Grundlage',
        'Einladung und Erinnerungen sind Werbung. Wir senden sie nur mit Ihrer Einwilligung (Art. 6 Abs. 1 Buchst. a DSGVO) oder an Bestandskunden unter den Bedingungen des § 7 Abs. 3 UWG (Art. 6 Abs. 1 Buchst. f DSGVO).',
        'Was wir über Sie wissen, bevor Sie sich registrieren, speichern wir, um auszuwählen, wen wir einladen, und Ihnen anzurechnen, was Sie schon erledigt haben. Das ist unser berechtigtes Interesse (Art. 6 Abs. 1 Buchst. f DSGVO).',
        'Ihre Teilnahme beruht auf Ihrer Einwilligung, die Sie bei der Registrierung geben (Art. 6 Abs. 1 Buchst. a DSGVO). Sie ist freiwillig; ohne sie können Sie nicht teilnehmen. Widerrufen Sie sie, endet die Teilnahme, und was Sie bis dahin verdient haben, schreiben wir noch gut.',
        'Was danach gespeichert bleibt, belegt, was Ihnen zustand. Das ist unser berechtigtes Interesse (Art. 6 Abs. 1 Buchst. f DSGVO).',
        'Nachweise und Sperrvermerke führen wir, weil das Gesetz sie verlangt (Art. 6 Abs. 1 Buchst. c, Art. 7 Abs. 1 DSGVO).',
        'Ein kleiner, ausgeloster Teil der ausgewählten Kunden wird nicht eingeladen, damit sich die Wirkung des Programms messen lässt; dafür zählen wir auch die Anrufe dieser Kunden. Das ist unser berechtigtes Interesse (Art. 6 Abs. 1 Buchst. f DSGVO).',
        'Ob eine Belohnung gutgeschrieben wird, folgt aus den veröffentlichten Regeln. Halten Sie das Ergebnis für falsch, können Sie Einspruch erheben; dann entscheidet ein Mensch.',
      ],
      [
        'Wer Daten erhält',
        'Unsere Systeme für Anmeldung, Gutschrift und Versand erhalten, was sie für ihre Aufgabe brauchen: die Gutschrift Ihr Konto und die Menge, der Versand Ihre Adresse und den Text. Dienstleister handeln dabei nur auf unsere Weisung. Wir verkaufen keine Daten.',
        'Diese Seiten laden nichts von anderen Anbietern. Links zu App-Stores, Forum und anderen Angeboten führen erst dann dorthin, wenn Sie sie öffnen; dort gelten deren Hinweise.',
      ],
      [
        'Cookies',
        'Wenn Sie den Link einer Einladung öffnen oder sich anmelden, setzen wir ein Cookie, das Ihre Sitzung erkennt. Es ist dafür notwendig und endet mit ihr; wer sich nicht anmeldet, den vergessen wir nach einer halben Stunde. Es gibt kein weiteres, keine Werbekennung und keine Reichweitenmessung.',
      ],
      [
        'Wie lange',
        'Solange Ihre Teilnahme läuft. Ist sie beendet, auf welche Weise auch immer, löschen wir Ihre Mobilnummer, Ihre E-Mail-Adresse und das, was uns erlaubte, Ihnen dorthin zu schreiben, sobald Ihre letzte Gutschrift gebucht und Ihnen mitgeteilt ist, spätestens nach einer Woche. Protokoll, Gutschriften und der Nachweis Ihrer Zustimmung bleiben gespeichert, bis Sie löschen lassen oder ein Aufbewahrungsgrund entfällt.',
        'Die Zeilen der Listen, die Auslosung und die gezählten Anrufe ausgeloster Kunden haben keine feste Frist, denn die Auslosung gilt für das Programm auf Dauer. Sie bleiben gespeichert, bis Sie löschen lassen; wird eine Liste abgesagt, bevor etwas versandt ist, heben wir ihre Auslosung auf.',
        'Bestellen Sie Nachrichten ab, bleibt von Ihrer Adresse nur ein mit einem geheimen Schlüssel gebildeter Prüfwert, aus dem sie sich nicht zurückgewinnen lässt. Er sorgt dafür, dass eine spätere Liste Sie nicht wieder anschreibt.',
        'Lassen Sie Ihre Daten löschen, endet die Teilnahme. Sobald keine Gutschrift mehr offen ist, spätestens nach drei Tagen, löschen wir Kontaktdaten, Konto, Kundenkennung, die Kennungen der Ereignisse und die gezählten Anrufe. Protokoll, Gutschriften und die Zeilen der Listen bleiben ohne Weg zurück zu Ihnen. Dazu bleibt für jedes Programm, zu dem Sie eingeladen oder für das Sie ausgewählt waren, ein ebensolcher Prüfwert aus Programm und Kundenkennung, und ob das Los Sie ausgenommen hatte, damit niemand zweimal teilnimmt.',
      ],
      [
        'Ihre Rechte',
        'Sie können Auskunft verlangen (Art. 15 DSGVO), Berichtigung (Art. 16), Löschung (Art. 17), Einschränkung (Art. 18) und Ihre Daten in einem gängigen Format (Art. 20).',
        'Werbung und der Verarbeitung aus berechtigtem Interesse können Sie widersprechen (Art. 21), Werbung jederzeit und ohne Begründung: über den Link in jeder E-Mail oder mit STOP auf jede SMS.',
        'Eine Einwilligung können Sie jederzeit für die Zukunft widerrufen, so leicht, wie Sie sie gegeben haben. Bereits gutgeschriebenes Datenvolumen bleibt Ihnen.',
        'Sie können sich bei einer Datenschutz-Aufsichtsbehörde beschweren (Art. 77), zum Beispiel an Ihrem Wohnort. Ein Anruf wegen Ihrer Rechte kostet Sie nie den Bonus.',
      ],
    ],
  };
}
