import type { Migration } from '../../database/migrate.ts'

/** Indexes for finding organizations, projects and apps by the beginning of their names, and by parts if the database allows it. */
export const searchMigrations: readonly Migration[] = [
  {
    name: 'search/001-names',
    sql: `
      create index projects_by_name on projects (instance_id, name_folded, project_id);
      create index applications_by_name on applications (instance_id, name_folded, app_id);
      do $$ begin
        create index organizations_by_part on organizations using gin (instance_id, name_folded gin_trgm_ops);
        create index projects_by_part on projects using gin (instance_id, name_folded gin_trgm_ops);
        create index applications_by_part on applications using gin (instance_id, name_folded gin_trgm_ops);
      exception when insufficient_privilege or feature_not_supported or undefined_object then
        raise warning 'without pg_trgm and btree_gin searches for parts of words read every name of the instance: %', sqlerrm;
      end $$;
    `,
  },
]
