// What was read of the collections so far: the list, their styles, their fields. Each is asked for once per page.
import type { StyleSpecification } from "maplibre-gl";
import { type Collection, listCollections, OGC, readJson } from "./collections.ts";
import type { Language } from "./texts.ts";
import { type Field, readFields, type SchemaDocument } from "./values.ts";

export class Registry {
  readonly #styles = new Map<string, Promise<StyleSpecification | null>>();
  readonly #fields = new Map<string, Promise<Field[]>>();

  private constructor(
    readonly collections: readonly Collection[],
    readonly language: Language,
  ) {}

  /** Read the list of collections. */
  static async open(language: Language): Promise<Registry> {
    return new Registry(await listCollections(language), language);
  }

  find(id: string): Collection | undefined {
    return this.collections.find((collection) => collection.id === id);
  }

  /** The default style of a collection; null when it cannot be read, so that one bad style does not empty the map. */
  style(id: string): Promise<StyleSpecification | null> {
    return remember(this.#styles, id, () =>
      readJson<StyleSpecification>(`${OGC}/collections/${id}/styles/default?f=mapbox`, this.language).catch(() => null),
    );
  }

  /** The fields of a collection with their titles; empty when they cannot be read. */
  fields(id: string): Promise<Field[]> {
    return remember(this.#fields, id, () =>
      readJson<SchemaDocument>(`${OGC}/collections/${id}/schema?f=json`, this.language).then(readFields, () => []),
    );
  }
}

function remember<T>(known: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const found = known.get(id) ?? read();
  known.set(id, found);
  return found;
}
