import type { UploadPurpose } from '../generated/schema.ts';

/** What may be uploaded for a purpose. */
interface UploadLimits {
  /** Whether only Mentors and Admins may. */
  readonly teaching: boolean;
  /** 10^6 bytes. */
  readonly mostMegabytes: number;
  readonly contentTypes: readonly string[];
}

const OPEN_XML = 'application/vnd.openxmlformats-officedocument.';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';

/** Documents that are ZIP archives inside. */
export const OFFICE_TYPES: readonly string[] = [
  `${OPEN_XML}wordprocessingml.document`,
  `${OPEN_XML}spreadsheetml.sheet`,
  `${OPEN_XML}presentationml.presentation`,
  `${OPEN_DOCUMENT}text`,
  `${OPEN_DOCUMENT}spreadsheet`,
  `${OPEN_DOCUMENT}presentation`,
];

export const TEXT_TYPES: readonly string[] = ['text/plain', 'text/csv', 'text/markdown'];

/** Nothing that a browser would run: no SVG, no HTML. */
export const UPLOAD_LIMITS: Readonly<Record<UploadPurpose, UploadLimits>> = {
  AVATAR: { teaching: false, mostMegabytes: 5, contentTypes: ['image/png', 'image/jpeg', 'image/webp'] },
  RESOURCE: {
    teaching: true,
    mostMegabytes: 100,
    contentTypes: [
      'application/pdf',
      'application/zip',
      'image/png',
      'image/jpeg',
      'image/gif',
      'image/webp',
      ...OFFICE_TYPES,
      ...TEXT_TYPES,
    ],
  },
  MEDIA: {
    teaching: true,
    mostMegabytes: 2_000,
    contentTypes: ['video/mp4', 'video/webm', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/wav'],
  },
  ROSTER: { teaching: true, mostMegabytes: 1, contentTypes: ['text/csv'] },
};
