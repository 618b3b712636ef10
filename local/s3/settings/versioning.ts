/** `Unversioned` until versioning was first enabled. */
export type Versioning = 'Enabled' | 'Suspended' | 'Unversioned';
