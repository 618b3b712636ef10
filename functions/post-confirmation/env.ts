/** Environment of the function. The pool's id comes with the event: naming it here would make a cycle. */
export const POST_CONFIRMATION_ENV = ['TABLE'] as const;
