/**
 * Masks what changes without meaning: asset hashes (file names, S3 keys, image tags) and Lambda version ids. What stays
 * is what a reader of a snapshot cares about.
 */
export function maskAssets<T>(template: T): T {
  return JSON.parse(
    JSON.stringify(template)
      .replace(/\b[0-9a-f]{64}(?=\.(?:zip|tar\.gz|gz|json)\b)/g, 'ASSET')
      .replace(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1VERSION')
      .replace(/(container-assets-[^"]*:)[0-9a-f]{64}/g, '$1ASSET'),
  ) as T;
}
