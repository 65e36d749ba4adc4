// What a board of Equipoise must be, in Grafana's own types (npm @grafana/schema).
import type { Dashboard, DataSourceRef, FieldConfig, Panel, RowPanel, VariableModel } from '@grafana/schema';
import type * as heatmap from '@grafana/schema/dist/esm/raw/composable/heatmap/panelcfg/x/HeatmapPanelCfg_types.gen.d.ts';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen.d.ts';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts';

// An enum's members as the JSON values that they are: a JSON file cannot name members.
type Plain<T> = unknown extends T ? T
    : T extends string ? `${T}`
    : T extends number ? (number extends T ? number : `${T}` extends `${infer N extends number}` ? N : never)
    : T extends boolean | null | undefined ? T
    : T extends Array<infer E> ? Plain<E>[]
    : { [K in keyof T]: Plain<T[K]> };

type Target = {
    refId: string; datasource: DataSourceRef; expr: string; legendFormat: string;
    range: boolean; instant: boolean; format: 'time_series' | 'table' | 'heatmap'; editorMode: 'code' | 'builder';
};

type Typed<Type extends string, Options, Custom> =
    Plain<Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'>> & Required<Pick<Panel, 'id' | 'title' | 'description' | 'gridPos'>> & {
        type: Type;
        datasource: DataSourceRef;
        options: Plain<Options>;
        fieldConfig: {
            defaults: Plain<Omit<FieldConfig, 'custom'>> & { custom: Plain<Custom> };
            overrides: { matcher: { id: 'byName'; options: string }; properties: { id: string; value: unknown }[] }[];
        };
        targets: Target[];
    };

type AnyPanel =
    | Plain<RowPanel>
    | Typed<'timeseries', timeseries.Options, timeseries.FieldConfig>
    | Typed<'stat', stat.Options, {}>
    | Typed<'heatmap', heatmap.Options, heatmap.FieldConfig>
    | Typed<'table', table.Options, table.FieldConfig>;

// Fields of Prometheus's annotations, which the general type does not know.
type Annotation = {
    name: string; datasource: DataSourceRef; enable: boolean; hide: boolean; iconColor: string;
    expr: string; step: string; titleFormat: string; textFormat: string; tagKeys: string; useValueForTime: boolean;
};

export type Board = Plain<Omit<Dashboard, 'panels' | 'annotations' | 'templating'>> & {
    uid: string;
    panels: AnyPanel[];
    annotations: { list: Annotation[] };
    templating: { list: Plain<VariableModel>[] };
};
