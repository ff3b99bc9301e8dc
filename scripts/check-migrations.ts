/** Refuses migrations that would stop the release that runs beside them: see prisma/migrations/README.md. */
import { migrationsFolder } from '../prisma/migrate.js';
import { judgeMigrations } from './schema/migrations.js';

const complaints = await judgeMigrations(migrationsFolder());
for (const complaint of complaints) console.error(complaint);
console.log(complaints.length > 0 ? 'Migrations would stop what runs' : 'Migrations stop nobody');
process.exitCode = complaints.length > 0 ? 1 : 0;
