//! Cached responses in processor time, compared with a cached Route Handler of Next.js.

use super::{ROUNDS, Servers, medians, micros, paths, start};
use crate::{
    Result,
    http::Running,
    load::{Connection, Fields, first_response},
    next_js::{self, VERSION},
    report::Report,
    table::{Table, ratio},
    work::Work,
};
use std::fmt::Write as _;

/// The requests of a round.
const COUNT: usize = 4000;

/// Prints the table.
pub(super) fn run(report: &mut Report, work: &Work, servers: &Servers) -> Result<()> {
    let paths = paths("page");
    let next = next_js::server(
        work,
        "next_js_cached",
        paths.iter().map(|path| handler(path)),
    )?;
    let mut table = Table::new([
        "one cached response",
        "`axum::serve`",
        "Next.js",
        "`serve()`",
        "`serve()` / `axum::serve`",
        "`serve()` / Next.js",
    ]);
    for fields in [Fields::Curl, Fields::Browser] {
        eprintln!("cached, {fields}, processor time");
        let by_hand = start(&servers.by_hand, servers)?;
        let files = start(&servers.files, servers)?;
        let next = next.as_ref().map(Running::start).transpose()?;
        if let Some(next) = &next {
            compare(&by_hand, next, &paths)?;
        }
        let running = [Some(by_hand), Some(files), next];
        let [by_hand, files, next] = medians(&running, &paths, fields, COUNT)?;
        table.push(vec![
            fields.to_string(),
            micros(by_hand, ""),
            micros(next, "not installed"),
            micros(files, ""),
            ratio(files, by_hand),
            ratio(files, next),
        ]);
    }
    writeln!(report, "## Cached responses\n")?;
    writeln!(
        report,
        "Processor time, user and system, of all threads: the median of {ROUNDS} rounds of {COUNT} requests over eight connections that \
         stay open, in which the servers take turns. Next.js {VERSION} is `next start` with Route Handlers that are `force-static` with \
         `revalidate = 3600`, whose responses say that they are hits.\n"
    )?;
    writeln!(report, "{table}")?;
    Ok(())
}

/// Returns the folder and the text of a cached Route Handler.
fn handler(path: &str) -> (String, String) {
    let name = path.trim_start_matches('/');
    let body = name.replace("page", "page ");
    let text = format!(
        "export const dynamic = 'force-static';\n\
         export const revalidate = 3600;\n\
         export function GET() {{ return new Response('{body}'); }}\n"
    );
    (name.to_owned(), text)
}

/// Returns an error unless Next.js sends the same responses from its cache.
fn compare(by_hand: &Running, next: &Running, paths: &[String]) -> Result<()> {
    for path in paths {
        let expected = first_response(by_hand.port, path)?;
        // It listens from now on.
        first_response(next.port, path)?;
        let mut connection = Connection::open(next.port)?;
        let (response, state) = connection.ask_header(path, "x-nextjs-cache")?;
        if response != expected || state != "HIT" {
            return Err(format!("Next.js responds to {path} with {response:?}, {state}").into());
        }
    }
    Ok(())
}
