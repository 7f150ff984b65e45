// Stands in for the backend: runs one expression on a generated Prisma client and prints {"value": …}, or
// {"error": name, "code": Prisma's code, "message": text}, as JSON. Arguments: which client, the expression.

import { PrismaPg } from "@prisma/adapter-pg";

const [client, expression] = process.argv.slice(2);
const { PrismaClient } = await import(`./gen/${client}/client.ts`);
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env.DATABASE_URL }) });
const run = new Function("prisma", `return (async () => (${expression}))()`);

try {
  console.log(JSON.stringify({ value: (await run(prisma)) ?? null }));
} catch (error) {
  const { name, code, message } = error as { name: string; code?: string; message: string };
  console.log(JSON.stringify({ error: name, code: code ?? null, message }));
} finally {
  await prisma.$disconnect();
}
