/** The result of the work, or `still_waiting` once the time is over; the work itself goes on. */
export async function withTimeout<Result>(
  milliseconds: number,
  work: Promise<Result>,
): Promise<Result | 'still_waiting'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'still_waiting'>((resolve) => {
    timer = setTimeout(() => resolve('still_waiting'), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
