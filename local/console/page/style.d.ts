/** The bundler takes style sheets as modules without a value. */
declare module '*.css';
