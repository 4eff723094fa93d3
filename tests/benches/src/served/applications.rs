//! The same application in both styles: static routes, cached routes, streams and public files.

use crate::{prepared, project::Project};
use std::{fmt::Write as _, fs, io, path::Path};

/// The routes of each kind.
pub(super) const ROUTES: usize = 100;

/// Lines of both manifests.
pub(super) const DEPENDENCIES: &str = "\
arc-swap = \"1.7\"
futures-util = { version = \"0.3\", default-features = false }
tower-http = { version = \"0.7\", default-features = false, features = [\"fs\"] }
";

/// A body of 1,000 chunks: all of them ready, or sent by a task.
const CHUNKS: &str = r#"
use axum::body::Body;
use futures_util::stream;

pub fn ready() -> Body {
    Body::from_stream(stream::iter((0..1000).map(|n| Ok::<_, std::io::Error>(format!("chunk {n}\n")))))
}

pub fn sent() -> Body {
    let (sender, mut receiver) = tokio::sync::mpsc::channel(16);
    tokio::spawn(async move {
        for n in 0..1000 {
            if sender.send(format!("chunk {n}\n")).await.is_err() {
                return;
            }
        }
    });
    Body::from_stream(stream::poll_fn(move |context| {
        receiver.poll_recv(context).map(|chunk| chunk.map(Ok::<_, std::io::Error>))
    }))
}
"#;

const BY_HAND: &str = r#"
mod chunks;
mod prepared;

use std::{array::from_fn, sync::LazyLock};

use arc_swap::ArcSwap;
use axum::{Router, routing::get};
use prepared::{Prepared, prepare, send};
use tower_http::services::ServeDir;

static PAGES: LazyLock<[ArcSwap<Prepared>; 100]> = LazyLock::new(|| from_fn(|n| ArcSwap::from_pointee(prepare(format!("page {n}"), &[]))));

fn main() -> std::process::ExitCode {
    let files = ServeDir::new("public").precompressed_br().precompressed_gzip().precompressed_zstd();
    let mut router = Router::new()
        .route("/ready", get(async || chunks::ready()))
        .route("/sent", get(async || chunks::sent()))
        .fallback_service(files);
    for n in 0..100 {
        router = router.route(&format!("/item{n}"), get(async || "ok"));
        router = router.route(&format!("/page{n}"), get(async move || send(&PAGES[n].load())));
    }
    driver::socket::run(async {
        let address = driver::socket::address().map_err(|error| std::io::Error::other(error.to_string()))?;
        let listener = tokio::net::TcpListener::bind(address).await?;
        if std::env::var_os("WITHOUT_MAKE_SERVICE").is_some() {
            return axum::serve(listener, router).await;
        }
        axum::serve(listener, router.into_make_service()).await
    })
}
"#;

const FILES: &str = r#"
pub mod chunks;

router_runtime::routes!("app");

fn main() -> std::process::ExitCode {
    driver::socket::run(async { Ok(app::service().serve().await?) })
}
"#;

pub(super) fn write_by_hand(project: &Project) -> io::Result<()> {
    project.write("src/chunks.rs", CHUNKS)?;
    project.write("src/prepared.rs", prepared::SOURCE)?;
    project.write("src/main.rs", BY_HAND)
}

pub(super) fn write_files(project: &Project) -> io::Result<()> {
    project.write(
        "build.rs",
        "fn main() {\n    println!(\"cargo::rerun-if-changed=app\");\n}\n",
    )?;
    project.write("src/chunks.rs", CHUNKS)?;
    project.write("src/main.rs", FILES)?;
    for n in 0..ROUTES {
        project.write(
            &format!("app/item{n}/route.rs"),
            "pub async fn GET() -> &'static str {\n    \"ok\"\n}\n",
        )?;
        project.write(
            &format!("app/page{n}/route.rs"),
            &format!(
                "pub const revalidate: u32 = 3600;\n\npub async fn GET() -> String {{\n    \"page {n}\".to_owned()\n}}\n"
            ),
        )?;
    }
    for name in ["ready", "sent"] {
        project.write(
            &format!("app/{name}/route.rs"),
            &format!(
                "pub async fn GET() -> axum::body::Body {{\n    crate::chunks::{name}()\n}}\n"
            ),
        )?;
    }
    Ok(())
}

/// Writes the public files: a script of 10 KB in four forms, and 10 MB.
pub(super) fn write_public(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut script = String::new();
    for n in 0.. {
        if script.len() >= 10 * 1024 {
            break;
        }
        _ = writeln!(script, "export const value{n} = {n};");
    }
    fs::write(folder.join("script.js"), &script)?;
    // No server decompresses them.
    for (ending, bytes) in [("br", 2900), ("gz", 3300), ("zst", 3000)] {
        let form = script.as_bytes().get(..bytes).unwrap_or_default();
        fs::write(folder.join(format!("script.js.{ending}")), form)?;
    }
    fs::write(folder.join("large.bin"), vec![7; 10 * 1024 * 1024])
}

/// The configuration of nginx for the same files, with one worker and in the foreground.
pub(super) fn nginx(folder: &Path, public: &Path, port: u16) -> String {
    let (folder, public) = (folder.display(), public.display());
    format!(
        "daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    open_file_cache max=1000;
    keepalive_requests 1000000;
    gzip_static on;
    types {{ text/javascript js; application/octet-stream bin; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {public}; }}
}}
"
    )
}
