//! The database behind the example: in memory and in a file, with concurrent writes, invalid values and long lists.

use router_tests::{
    example_app::{command, start},
    program::Program,
    transcript::{Connection, Request, Response},
};
use std::{
    fs,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

const KEY: &str = "-H 'x-key: of-pens'";
const JSON: &str = "-H 'content-type: application/json'";

/// Sends the request of a `curl` line, from its first argument on.
fn ask(program: &Program, arguments: &str) -> Response {
    let request = Request::parse(&format!("curl {arguments}")).unwrap();
    let connection = Connection::open(program.address, &request).unwrap();
    connection.read_all().unwrap()
}

fn order(program: &Program) -> u16 {
    ask(program, "-d 'name=Ada&item=pen' http://h/form").status
}

fn change(program: &Program, values: &str) -> u16 {
    let change = format!("-X PATCH {KEY} {JSON} -d '{values}' http://h/admin/items/pen");
    ask(program, &change).status
}

/// A path in an empty folder.
fn file(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("databases")
        .join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("shop.db")
}

fn start_with(url: &str) -> Program {
    Program::start(command().env("DATABASE_URL", url))
}

#[test]
fn a_file_outlives_the_program() {
    let file = file("outlives");
    let url = format!("sqlite:{}", file.display());
    let review = format!("{JSON} -d '{{\"item\":\"pen\",\"stars\":4}}' http://h/reviews");
    assert_eq!(ask(&start_with(&url), &review).status, 201);
    let program = start_with(&url);
    let reviews = ask(&program, "http://h/reviews").body;
    assert_eq!(reviews, r#"[{"item":"pen","stars":4}]"#);
}

/// A database that is closed writes its log back into the file.
#[cfg(unix)]
#[test]
fn the_database_is_closed_at_shutdown() {
    let file = file("closed");
    let mut program = start_with(&format!("sqlite:{}", file.display()));
    assert_eq!(order(&program), 303);
    let log = file.with_extension("db-wal");
    assert!(log.is_file());
    let term = Command::new("kill").arg(program.id().to_string()).status();
    assert!(term.unwrap().success());
    assert!(program.wait().success());
    assert!(file.is_file() && !log.is_file());
}

#[test]
fn a_database_in_memory_is_that_of_its_program() {
    for url in ["sqlite::memory:", "sqlite:shop?mode=memory"] {
        let (one, other) = (start_with(url), start_with(url));
        assert_eq!(change(&one, r#"{"stock":1}"#), 200);
        assert_eq!([order(&one), order(&one)], [303, 409]);
        assert_eq!([order(&other), order(&other)], [303, 303]);
    }
}

#[test]
fn a_database_that_cannot_be_opened_is_named() {
    for url in [
        "sqlite:/no/such/folder/shop.db",
        "postgres://localhost/shop",
    ] {
        let output = command()
            .env("DATABASE_URL", url)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(!output.status.success());
        let text = String::from_utf8_lossy(&output.stderr);
        assert!(text.contains(&format!("DATABASE_URL is `{url}`")), "{text}");
    }
}

/// The transaction of an order reads the stock and changes it; none of the others comes in between.
#[test]
fn the_last_items_are_sold_once() {
    let file = file("sold");
    for url in [
        "sqlite::memory:".to_owned(),
        format!("sqlite:{}", file.display()),
    ] {
        let program = start_with(&url);
        assert_eq!(change(&program, r#"{"stock":20}"#), 200);
        let statuses: Vec<u16> = thread::scope(|scope| {
            let visitors: Vec<_> = (0..10)
                .map(|_| scope.spawn(|| [(); 4].map(|()| order(&program))))
                .collect();
            let statuses = visitors.into_iter().flat_map(|it| it.join().unwrap());
            statuses.collect()
        });
        let count = |status| statuses.iter().filter(|it| **it == status).count();
        assert_eq!((count(303), count(409)), (20, 20), "{url}: {statuses:?}");
    }
}

/// The count is cached for an hour.
#[test]
fn orders_and_changes_invalidate_the_count_of_the_stock() {
    let program = start();
    assert_eq!(change(&program, r#"{"stock":1}"#), 200);
    assert_eq!(ask(&program, "http://h/data").body, "count 1: 3 items\n");
    assert_eq!(order(&program), 303);
    assert_eq!(ask(&program, "http://h/data").body, "count 2: 2 items\n");
    assert_eq!(change(&program, r#"{"stock":5}"#), 200);
    assert_eq!(ask(&program, "http://h/data").body, "count 3: 3 items\n");
}

#[test]
fn a_write_to_the_items_reaches_every_response_made_of_them() {
    let program = start();
    let paths = [
        "/items",
        "/catalog",
        "/rss.xml",
        "/sitemap.xml",
        "/caching/offers",
        "/form",
        "/search",
    ];
    let shows = |path: &str| {
        ask(&program, &format!("http://h{path}"))
            .body
            .contains("chalk")
    };
    let add = format!(
        "{KEY} {JSON} -d '{{\"slug\":\"chalk\",\"name\":\"Chalk\",\"shelf\":[\"a\"],\"cents\":1,\"stock\":0}}' http://h/admin/items"
    );
    for _ in 0..2 {
        assert!(paths.iter().all(|path| !shows(path)));
        assert_eq!(ask(&program, &add).status, 201);
        let missing: Vec<_> = paths.iter().filter(|path| !shows(path)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        let remove = format!("-X DELETE {KEY} http://h/admin/items/chalk");
        assert_eq!(ask(&program, &remove).status, 204);
    }
}

#[test]
fn names_without_a_letter_are_refused_and_values_are_shown_again() {
    let program = start();
    for name in ["", "+", "%20%09", "%e2%80%8b", "%c2%a0", "-", "123"] {
        let page = ask(
            &program,
            &format!("-d 'name={name}&item=pen' http://h/form"),
        );
        assert_eq!(page.status, 422, "{name}");
        assert!(
            page.body.contains("id=\"name-error\">Enter your name.<"),
            "{}",
            page.body
        );
        assert!(
            page.body.contains("<option value=\"pen\" selected>"),
            "{}",
            page.body
        );
    }
    let page = ask(
        &program,
        "-d 'name=%22%3E%3Ci%3EAda&item=%22%3E%3Ci%3E' http://h/form",
    );
    assert_eq!(page.status, 422);
    assert!(
        page.body.contains("value=\"&quot;&gt;&lt;i&gt;Ada\""),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<i>"), "{}", page.body);
}

#[test]
fn lists_have_pages() {
    let program = start();
    let review = format!("{JSON} -d '{{\"item\":\"pen\",\"stars\":5}}' http://h/reviews");
    for _ in 0..45 {
        assert_eq!(ask(&program, &review).status, 201);
    }
    let mut path = Some("/reviews".to_owned());
    let mut sizes = Vec::new();
    while let Some(current) = path {
        let page = ask(&program, &format!("'http://h{current}'"));
        sizes.push(page.body.matches("\"stars\"").count());
        path = page.header("link").map(|link| {
            let (path, rest) = link.trim_start_matches('<').split_once('>').unwrap();
            assert_eq!(rest, "; rel=\"next\"");
            path.to_owned()
        });
    }
    assert_eq!(sizes, [20, 20, 5]);
}

/// Everybody can write reviews, so their number is limited.
#[test]
fn only_the_newest_reviews_are_stored() {
    let program = start();
    let review = format!("{JSON} -d '{{\"item\":\"pen\",\"stars\":5}}' http://h/reviews");
    for _ in 0..1010 {
        assert_eq!(ask(&program, &review).status, 201);
    }
    let first = ask(&program, "http://h/reviews");
    assert_eq!(
        first.header("link"),
        Some("</reviews?after=30>; rel=\"next\"")
    );
}
