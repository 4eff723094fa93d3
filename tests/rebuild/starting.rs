//! Faults at start-up, as a user sees them in the terminal.

use crate::app::{self, BUILD, manifest};
use router_tests::fixture::{Fixture, output};
use std::net::TcpListener;

/// A program whose `main` returns this type, with this end.
fn program(returned: &str, end: &str) -> String {
    format!(
        "router_runtime::routes!(\"app\");\n\n#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> {returned} {{\n    app::service().serve().await{end}\n}}\n"
    )
}

fn fixture() -> Fixture {
    let fixture = app::new("starting");
    let programs = [
        ("serve_error", "Result<(), router_runtime::ServeError>", ""),
        (
            "boxed",
            "Result<(), Box<dyn std::error::Error>>",
            "?;\n    Ok(())",
        ),
        ("io", "std::io::Result<()>", "?;\n    Ok(())"),
        ("anyhow_error", "anyhow::Result<()>", "?;\n    Ok(())"),
    ];
    fixture
        .remove("src")
        .write("build.rs", BUILD)
        .write("Cargo.toml", manifest("starting") + &anyhow());
    for (name, returned, end) in programs {
        fixture.write(&format!("src/bin/{name}.rs"), program(returned, end));
    }
    fixture.write(
        "src/bin/refused.rs",
        "router_runtime::routes!(\"app\");\n\nfn main() {\n    drop(app::builder().base_path(\"docs\"));\n}\n",
    );
    fixture
}

fn anyhow() -> String {
    let all = router_tests::fixture::dependencies(&[("anyhow", &["std"])]);
    let lines = all.lines().filter(|line| line.starts_with("anyhow"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn the_terminal_shows_a_sentence_with_the_solution() {
    let fixture = fixture();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let run = |name: &str, port: &str| {
        let mut run = fixture.cargo();
        run.args(["run", "--quiet", "--bin", name])
            .env("HOST", "127.0.0.1")
            .env("PORT", port)
            .env_remove("RUST_BACKTRACE");
        let output = output(run);
        assert!(!output.success, "{name}");
        output.stderr
    };
    let sentence =
        format!("cannot listen on 127.0.0.1:{port}: the address is in use: stop the other");
    for name in ["serve_error", "boxed", "anyhow_error"] {
        let stderr = run(name, &port);
        assert!(
            stderr.contains(&format!("Error: {sentence}")),
            "{name}: {stderr}"
        );
        assert!(!stderr.contains("Custom"), "{name}: {stderr}");
    }
    // `io::Error` has a notation of its own.
    let stderr = run("io", &port);
    let expected = format!("Error: Custom {{ kind: AddrInUse, error: {sentence}");
    assert!(stderr.contains(&expected), "{stderr}");

    let stderr = run("serve_error", "http");
    assert!(
        stderr.starts_with("Error: PORT=http is not a port: expected"),
        "{stderr}"
    );

    // A panic of the builder is at the line of its caller.
    let stderr = run("refused", "0");
    assert!(stderr.contains("src/bin/refused.rs:4:"), "{stderr}");
    assert!(
        stderr.contains("base path `docs`: a base path must begin with a slash"),
        "{stderr}"
    );
}
