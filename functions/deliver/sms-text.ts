/** One text message carries 140 bytes: so many characters of the GSM alphabet at seven bits, or of UCS-2 at sixteen. */
const GSM_CHARACTERS = 160;
const UCS2_CHARACTERS = 70;

/** The default alphabet of GSM 03.38. */
const GSM = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Those of its extension take two places. */
const GSM_EXTENSION = new Set('\f^{}\\[~]|€');

const CUT = '...';

/** Whether a text fits one message. */
export function fitsOneMessage(text: string): boolean {
  const characters = [...text];
  const isGsm = characters.every((character) => GSM.has(character) || GSM_EXTENSION.has(character));
  if (!isGsm) return text.length <= UCS2_CHARACTERS;
  const places = characters.reduce((sum, character) => sum + (GSM_EXTENSION.has(character) ? 2 : 1), 0);
  return places <= GSM_CHARACTERS;
}

/** A notification as one text message: with its link where both fit, else the title alone, cut where it must be. */
export function smsText(title: string, url: string | null): string {
  const line = `Kalpla: ${title.replaceAll(/\s+/g, ' ').trim()}`;
  const whole = url ? `${line} ${url}` : line;
  if (fitsOneMessage(whole)) return whole;
  if (fitsOneMessage(line)) return line;
  // By characters as people see them: half an emoji is none.
  const characters = Array.from(new Intl.Segmenter('en').segment(line), ({ segment }) => segment);
  while (characters.length > 0 && !fitsOneMessage(characters.join('') + CUT)) characters.pop();
  return characters.join('').trimEnd() + CUT;
}
