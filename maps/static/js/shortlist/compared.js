/** Which zones stand side by side. */

export const MOST_COMPARED = 6;

/** Ids of the zones chosen for it, or of the first of the shortlist. */
export function comparedIds(app) {
  const chosen = app.state.get("compare")?.filter((id) => app.zoneById.has(id));
  return (chosen?.length ? chosen : app.shortlist.ids()).slice(0, MOST_COMPARED);
}
