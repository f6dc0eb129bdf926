const minute = 60_000

/** Returns the remaining validity in a language, rounded to whole days, hours or minutes. */
export function expiryText(expiresAt: string, now: Date, language: string): string {
  const minutes = Math.max(1, Math.round((new Date(expiresAt).getTime() - now.getTime()) / minute))
  const duration =
    minutes % 1440 === 0 && minutes > 4320
      ? { days: minutes / 1440 }
      : minutes % 60 === 0
        ? { hours: minutes / 60 }
        : minutes > 4320
          ? { days: Math.floor(minutes / 1440) }
          : { minutes }
  return new Intl.DurationFormat(language, { style: 'long' }).format(duration)
}
