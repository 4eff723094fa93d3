//! Files of `public/`: a clash with a route does not compile, and the folder is found at run time.

use crate::app::{self, BUILD, route};
use router_tests::fixture::output;

#[test]
fn a_file_is_sent_and_a_clash_with_a_route_does_not_compile() {
    let fixture = app::new("public-files");
    fixture
        .write(
            "build.rs",
            BUILD.replace(" }", " println!(\"cargo::rerun-if-changed=public\"); }"),
        )
        .write("public/hello.txt", "hello")
        .write("public/.hidden", "secret")
        .write("public/items/about.txt", "a file")
        .write("app/items/[slug]/route.rs", route("an item"));
    assert_eq!(
        fixture.run(&["/hello.txt", "/.hidden", "/items/about.txt", "/items/pen"]),
        [
            "200 hello",
            "404 404 Not Found",
            "200 a file",
            "200 an item"
        ]
    );

    fixture
        .write("public/robots.txt", "User-agent: *")
        .write("app/robots.txt", "User-agent: *")
        .write("public/feed.xml", "<rss/>")
        .write("app/(site)/feed.xml/route.rs", route("feed"));
    let check = fixture.check();
    assert!(!check.success);
    for expected in [
        "[R0703] `/feed.xml` is handled by both a route and a file in `public/`",
        "--> app/(site)/feed.xml/route.rs:1:14",
        "--> public/feed.xml",
        "= help: delete `public/feed.xml` or `app/(site)/feed.xml/route.rs`",
        "[R0703] `/robots.txt` is handled by both a metadata file and a file in `public/`",
        "= help: delete `public/robots.txt` or `app/robots.txt`",
    ] {
        assert!(
            check.stderr.contains(expected),
            "{expected}:\n{}",
            check.stderr
        );
    }
    assert_eq!(
        check.stderr.matches("is handled by").count(),
        2,
        "{}",
        check.stderr
    );
}

#[test]
fn a_folder_that_cargo_does_not_watch_is_reported() {
    let fixture = app::new("public-unwatched");
    fixture.write("public/hello.txt", "hello");
    let check = fixture.check();
    assert!(check.success, "{}", check.stderr);
    let line = "println!(\"cargo::rerun-if-changed=public\");";
    assert!(check.stderr.contains(line), "{}", check.stderr);
}

#[test]
fn a_missing_folder_is_reported_with_both_paths() {
    let fixture = app::new("public-gone");
    let main = "router_runtime::routes!(\"app\");\n\n#[tokio::main(flavor = \"current_thread\")]\n\
                async fn main() -> Result<(), router_runtime::ServeError> {\n    app::service().serve().await\n}\n";
    fixture
        .write("build.rs", "fn main() {}\n")
        .write("src/main.rs", main)
        .write("public/hello.txt", "hello");
    let mut build = fixture.cargo();
    build.arg("build");
    let program = router_tests::program::build(&mut build);
    // The program contains no path of the machine that built it.
    let bytes = std::fs::read(&program).unwrap();
    let folder = fixture.folder.join("public");
    let folder = folder.to_str().unwrap().as_bytes();
    assert!(!bytes.windows(folder.len()).any(|window| window == folder));

    fixture.rename("public", "elsewhere");
    let copied = fixture.folder.join("copied");
    std::fs::create_dir_all(&copied).unwrap();
    std::fs::copy(&program, copied.join("program")).unwrap();
    let mut run = std::process::Command::new(copied.join("program"));
    run.current_dir("/").env("PORT", "0");
    run.env_remove("CARGO_MANIFEST_DIR")
        .env_remove("PUBLIC_DIR");
    let stderr = output(run).stderr;
    for part in [
        "Error: the folder `public` of `public-gone` existed at build time and is not found at",
        "/copied/public`",
        "PUBLIC_DIR is not set",
    ] {
        assert!(stderr.contains(part), "{part}: {stderr}");
    }
    // Next to the program it is found, so that the next mistake is reported.
    std::fs::create_dir_all(copied.join("public")).unwrap();
    let mut run = std::process::Command::new(copied.join("program"));
    run.current_dir("/").env("PORT", "none");
    run.env_remove("CARGO_MANIFEST_DIR")
        .env_remove("PUBLIC_DIR");
    let stderr = output(run).stderr;
    assert!(stderr.contains("PORT=none is not a port"), "{stderr}");

    let mut run = fixture.cargo();
    run.args(["run", "--quiet"])
        .env("PUBLIC_DIR", "/nowhere/public");
    let output = output(run);
    assert!(!output.success);
    // Cargo has built the program again, without the folder.
    assert!(
        output.stderr.contains("/nowhere/public"),
        "{}",
        output.stderr
    );
}
