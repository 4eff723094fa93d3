//! Next.js with handlers from npm that store its cache in Redis.

use super::instances::Application;
use crate::{
    Result,
    next_js::{self, VERSION},
    work::Work,
};
use std::{fs, path::Path};

/// A handler: its package, the version, the file that configures it, and the client of Redis that it needs.
struct Handler {
    package: &'static str,
    version: &'static str,
    client: &'static str,
    file: &'static str,
}

const HANDLERS: [Handler; 2] = [
    Handler {
        package: "@fortedigital/nextjs-cache-handler",
        version: "3.3.0",
        client: "\"@redis/client\": \"5.12.1\"",
        file: "import { createClient } from '@redis/client';
import { CacheHandler } from '@fortedigital/nextjs-cache-handler';
import createRedisHandler from '@fortedigital/nextjs-cache-handler/redis-strings';

CacheHandler.onCreation(async () => {
  // Not set while it is built.
  if (!process.env.REDIS_URL) return { handlers: [] };
  const client = createClient({ url: process.env.REDIS_URL });
  client.on('error', (error) => console.error(error));
  await client.connect();
  return { handlers: [createRedisHandler({ client, keyPrefix: 'next:' })] };
});

export default CacheHandler;
",
    },
    Handler {
        package: "@trieb.work/nextjs-turbo-redis-cache",
        version: "1.18.0",
        client: "\"redis\": \"4.7.0\"",
        file: "export { default } from '@trieb.work/nextjs-turbo-redis-cache';\n",
    },
];

/// A route handler and a page, which are the same otherwise.
const FILES: [(&str, &str); 7] = [
    (
        "next.config.js",
        "module.exports = { cacheHandler: require.resolve('./cache-handler.mjs'), cacheMaxMemorySize: 0 };\n",
    ),
    (
        "data.js",
        "export async function read(id) {
  const runs = (globalThis.runs ??= new Map());
  runs.set(id, (runs.get(id) ?? 0) + 1);
  const options = { next: { tags: [`item-${id}`], revalidate: 3600 } };
  const data = await fetch(`http://${process.env.DATA}/data/${id}`, options);
  return `version ${await data.text()}.`;
}
",
    ),
    (
        "app/item/[id]/route.js",
        "import { read } from '../../../data';

export const dynamic = 'force-static';
export const revalidate = 3600;

export function generateStaticParams() {
  return [];
}

export async function GET(request, { params }) {
  const { id } = await params;
  return new Response(await read(id));
}
",
    ),
    (
        "app/page/[id]/page.js",
        "import { read } from '../../../data';

export const dynamic = 'force-static';
export const revalidate = 3600;

export function generateStaticParams() {
  return [];
}

export default async function Page({ params }) {
  const { id } = await params;
  return <p>{await read(id)}</p>;
}
",
    ),
    (
        "app/layout.js",
        "export default function Layout({ children }) {
  return <html><body>{children}</body></html>;
}
",
    ),
    (
        "app/revalidate/[id]/route.js",
        "import { revalidateTag } from 'next/cache';

export async function POST(request, { params }) {
  const { id } = await params;
  revalidateTag(`item-${id}`, { expire: 0 });
  return new Response('ok');
}
",
    ),
    (
        "app/runs/[id]/route.js",
        "export const dynamic = 'force-dynamic';

export async function GET(request, { params }) {
  const { id } = await params;
  return new Response(String(globalThis.runs?.get(id) ?? 0));
}
",
    ),
];

/// Installs and builds it with each handler. Returns the reason if that is not possible.
pub(super) fn build(work: &Work) -> Result<std::result::Result<Vec<Application>, String>> {
    if !next_js::is_available() {
        return Ok(Err("neither `node` nor `npm` is on this machine".to_owned()));
    }
    let mut applications = Vec::new();
    for (number, handler) in HANDLERS.iter().enumerate() {
        let folder = work.projects().join(format!("stores_next_js_{number}"));
        eprintln!("building {}", folder.display());
        handler.write(&folder)?;
        if let Err(error) = next_js::install(&folder) {
            return Ok(Err(format!("`npm install` fails: {error}")));
        }
        let next = next_js::build(&folder)?;
        // Idle connections stay open on a busy machine, too.
        let keep = ["--keepAliveTimeout", "60000"].map(Into::into);
        let arguments = [[next, "start".into()], keep].concat();
        let arguments = [arguments, vec![folder]].concat();
        for (kind, prefix) in [("route handler", "/item/"), ("page", "/page/")] {
            let (package, version) = (handler.package, handler.version);
            let title = format!("Next.js {VERSION}, {kind}, `{package}` {version}");
            let next = Application::new(title, "node".into(), arguments.clone());
            applications.push(next.with_prefix(prefix));
        }
    }
    Ok(Ok(applications))
}

impl Handler {
    fn write(&self, folder: &Path) -> Result<()> {
        let Self {
            package,
            version,
            client,
            file,
        } = self;
        let dependencies = format!("\"{package}\": \"{version}\",\n    {client},\n    ");
        let manifest = next_js::manifest(&dependencies);
        let own = [("package.json", &*manifest), ("cache-handler.mjs", file)];
        for (path, text) in FILES.into_iter().chain(own) {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::write(path, text)?;
        }
        Ok(())
    }
}
