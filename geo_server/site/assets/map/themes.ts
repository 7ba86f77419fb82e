// Themes: the order in which the layer tree and the map show them, and what people call them.
import type { Collection } from "./collections.ts";
import type { Language } from "./texts.ts";

const TITLES: Record<string, readonly [string, string]> = {
  change: ["Biến động xây dựng", "Construction change"],
  imagery: ["Ảnh vệ tinh", "Imagery"],
  administration: ["Địa giới hành chính", "Administration"],
  planning: ["Quy hoạch", "Planning"],
  parcels: ["Thửa đất", "Parcels"],
  permits: ["Giấy phép xây dựng", "Building permits"],
  cameras: ["Camera", "Cameras"],
  indicator: ["Chỉ số", "Indicators"],
  network: ["Hạ tầng kỹ thuật", "Networks"],
  "network/water": ["Cấp nước", "Water"],
  "network/power": ["Điện", "Power"],
  "network/telecom": ["Viễn thông", "Telecom"],
  "network/drainage": ["Thoát nước", "Drainage"],
  "network/light": ["Chiếu sáng", "Street light"],
  "network/lighting": ["Chiếu sáng", "Street light"],
  "network/gas": ["Khí đốt", "Gas"],
  works: ["Đào đường", "Works in the ground"],
  base: ["Bản đồ nền", "Base map"],
};

const ORDER = Object.keys(TITLES);

export const BASE = "base";
export const IMAGERY = "imagery";
export const INDICATOR = "indicator";

export interface ThemeGroup {
  readonly theme: string;
  readonly title: string;
  readonly collections: readonly Collection[];
  readonly groups: readonly ThemeGroup[];
}

/** What people call a theme; an unknown one is shown as the register writes it. */
export function themeTitle(theme: string, language: Language): string {
  const own = theme.split("/").at(-1) ?? theme;
  return TITLES[theme]?.[language === "vi" ? 0 : 1] ?? own.charAt(0).toUpperCase() + own.slice(1).replaceAll("_", " ");
}

/** Place of a theme in lists and, read backwards, on the map; unknown themes come before the base map. */
export function themeRank(theme: string): number {
  const rank = ORDER.indexOf(theme);
  if (rank >= 0) return rank;
  const parent = ORDER.indexOf(theme.split("/")[0] ?? "");
  return parent >= 0 ? parent + 0.5 : ORDER.length - 1.5;
}

/** The layer tree: themes in order, "network/water" below "network", collections by title. */
export function groupByTheme(collections: readonly Collection[], language: Language): ThemeGroup[] {
  const groups = new Map<string, { collections: Collection[]; inner: Collection[] }>();
  for (const collection of collections) {
    const top = collection.theme.split("/")[0] ?? "";
    const group = groups.get(top) ?? { collections: [], inner: [] };
    (collection.theme === top ? group.collections : group.inner).push(collection);
    groups.set(top, group);
  }
  const byTitle = (a: Collection, b: Collection) => a.title.localeCompare(b.title, language);
  return [...groups]
    .sort(([a], [b]) => themeRank(a) - themeRank(b))
    .map(([theme, group]) => ({
      theme,
      title: themeTitle(theme, language),
      collections: group.collections.sort(byTitle),
      groups: innerGroups(group.inner, language, byTitle),
    }));
}

function innerGroups(
  collections: readonly Collection[],
  language: Language,
  byTitle: (a: Collection, b: Collection) => number,
): ThemeGroup[] {
  const themes = [...new Set(collections.map((c) => c.theme))].sort((a, b) => themeRank(a) - themeRank(b));
  return themes.map((theme) => ({
    theme,
    title: themeTitle(theme, language),
    collections: collections.filter((c) => c.theme === theme).sort(byTitle),
    groups: [],
  }));
}
