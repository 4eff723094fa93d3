//! The curl lines, the log and the links of the running example.

use crate::route_files;
use router_tests::{
    example_app::start,
    program::Program,
    transcript::{Connection, Request, exchanges},
};
use std::path::{Component, Path};

fn get(program: &Program, target: &str) -> Connection {
    let request = Request {
        method: "GET".to_owned(),
        host: "localhost:3000".to_owned(),
        target: target.to_owned(),
        ..Request::default()
    };
    Connection::open(program.address, &request).unwrap()
}

#[test]
fn every_curl_line_has_the_response_below_it() {
    let files = route_files::all();
    assert!(!files.is_empty());
    let mut problems = Vec::new();
    for file in &files {
        let path = file.path.display();
        if !file.introduction.starts_with("# ") {
            problems.push(format!(
                "{path}: does not open with `//! # ` and its section"
            ));
        }
        match exchanges(&file.introduction) {
            Err(problem) => problems.push(format!("{path}: {problem}")),
            Ok(exchanges) if exchanges.is_empty() => {
                problems.push(format!("{path}: has no curl line"));
            }
            Ok(exchanges) => {
                // Each file has a program, and so a database, of its own.
                let program = start();
                problems.extend(exchanges.iter().filter_map(|exchange| {
                    let problem = exchange.check(program.address).err()?;
                    Some(format!("{path}: {problem}"))
                }));
            }
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn the_log_names_every_file() {
    let program = start();
    let missing: Vec<_> = route_files::all()
        .into_iter()
        .map(|file| format!("app/{}", file.path.display()))
        .filter(|file| {
            let around = ["/layout.rs", "/middleware.rs", "app/not-found.rs"];
            let is_route = !around.iter().any(|name| file.ends_with(name));
            is_route && !program.log.contains(file.as_str())
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?} not in\n{}", program.log);
}

#[test]
fn no_link_of_the_home_page_is_dead() {
    let program = start();
    let links = links_of_home(&program);
    let responses = links
        .iter()
        .map(|link| (link, get(&program, link).response.status));
    // The stock room exists, but requires credentials.
    let is_dead = |status: &u16| *status >= 400 && *status != 401;
    let dead: Vec<_> = responses.filter(|(_, status)| is_dead(status)).collect();
    assert!(dead.is_empty(), "{dead:?}");
}

#[test]
fn the_home_page_leads_to_every_folder() {
    let links = links_of_home(&start());
    let missing: Vec<_> = route_files::all()
        .into_iter()
        .filter_map(|file| {
            let folder = top_folder(&file.path)?;
            let linked = links
                .iter()
                .any(|link| link.split(['/', '?']).nth(1) == Some(folder.as_str()));
            (!linked).then_some(folder)
        })
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn top_folder(file: &Path) -> Option<String> {
    let mut parts = file.components();
    let (Component::Normal(first), true) = (parts.next()?, parts.next().is_some()) else {
        return None;
    };
    Some(first.to_str()?.to_owned())
}

fn links_of_home(program: &Program) -> Vec<String> {
    links_of(program, "/")
}

fn links_of(program: &Program, page: &str) -> Vec<String> {
    let page = get(program, page).read_all().unwrap().body;
    let links: Vec<String> = page
        .split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(|link| link.replace("&amp;", "&"))
        .collect();
    assert!(!links.is_empty(), "{page}");
    links
}

/// The chunks of the stream are 300 ms apart. A busy machine may deliver several at once, but not in each of ten attempts.
#[test]
fn a_stream_arrives_piece_by_piece() {
    let program = start();
    let in_pieces = (0..10).any(|_| {
        let mut stream = get(&program, "/streaming");
        let first = stream.read_chunk().unwrap();
        first.as_deref() == Some("packed\n") && stream.reader.buffer().is_empty()
    });
    assert!(in_pieces);
}

/// Every card leads to the source of its folder, and every folder with a file has such a page.
#[test]
fn every_folder_shows_its_source_and_a_curl_line() {
    let program = start();
    let mut problems = Vec::new();
    for file in route_files::all() {
        let folder = file.path.parent().unwrap().to_str().unwrap();
        let folder = folder.replace('[', "%5B").replace(']', "%5D");
        let target = format!("/source/{folder}");
        let page = get(&program, target.trim_end_matches('/'));
        let page = page.read_all().unwrap();
        let is_complete = page.status == 200
            && page.body.contains(&format!("app/{}", file.path.display()))
            && page.body.contains("$ curl -s ")
            && page.body.contains("href=\"/\">Back to the shop");
        if !is_complete {
            problems.push(format!("{target}: {}", page.status));
        }
    }
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn no_link_of_a_source_page_is_dead() {
    let program = start();
    let pages = links_of(&program, "/");
    let pages: Vec<_> = pages
        .iter()
        .filter(|it| it.starts_with("/source"))
        .collect();
    assert!(pages.len() > 30, "{pages:?}");
    let mut dead = Vec::new();
    for page in pages {
        for link in links_of(&program, page) {
            let status = get(&program, &link).response.status;
            // `curl` lines also show what is refused, and what is too slow.
            let shown = [400, 401, 404, 504];
            if status >= 400 && !shown.contains(&status) {
                dead.push(format!("{page}: {link}: {status}"));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}
