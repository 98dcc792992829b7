/** The result of some work, or word that it takes longer than anybody should wait; the work goes on. */
export async function withTimeout<Result>(
  milliseconds: number,
  work: Promise<Result>,
): Promise<Result | 'still_waiting'> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'still_waiting'>((resolve) => {
    timer = setTimeout(() => resolve('still_waiting'), milliseconds);
  });
  try {
    return await Promise.race([work, patience]);
  } finally {
    clearTimeout(timer);
  }
}
