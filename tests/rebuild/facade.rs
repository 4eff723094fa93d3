//! Crates that do not find the runtime under its own name: through a facade, and under another name.

use crate::app::{self, RESPONSES};
use router_tests::fixture::{Fixture, dependencies, workspace};

const FACADE: &str = r#"//! A framework that is built on the router.

pub use router_runtime as router;

/// The same, as a module that adds to it.
pub mod web {
    pub use router_runtime::*;

    pub const NAME: &str = "web";
}

/// `routes!` under this crate's name.
#[macro_export]
macro_rules! site {
    ($($arguments:tt)*) => {
        $crate::router::routes!($($arguments)*, crate = $crate::router);
    };
}
"#;

const MAIN: &str = r#"mod parts;
mod responses;

#[derive(Clone, Debug)]
pub struct Title(&'static str);

my_facade::router::routes!("app", state = Title, crate = my_facade::router);
my_facade::web::routes!(pub mod pages = "src/pages", crate = crate::parts::router, state = crate::Title);
my_facade::site!(mod site = "site");

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let title = Title("title");
    println!("{} {}", app::items::slug::href("a b"), app::ROUTES.len());
    let router = app::routes(title.clone()).merge(pages::routes(title)).merge(site::routes());
    responses::print(router).await;
}
"#;

/// Every kind of file, so that every kind of generated code goes through the facade.
const FILES: [(&str, &str); 13] = [
    (
        "app/route.rs",
        "use my_facade::router::prelude::*;\nuse crate::Title;\n\npub async fn GET(State(title): State<Title>) -> &'static str {\n    title.0\n}\n",
    ),
    (
        "app/items/[slug]/route.rs",
        "use crate::app::items::slug::Params;\nuse my_facade::router::prelude::*;\n\n\
         pub const revalidate: u32 = 60;\npub const preferred_region: &str = \"x\";\n\n\
         pub async fn generate_static_params() -> Vec<Params> {\n    vec![Params { slug: \"a\".to_owned() }]\n}\n\n\
         pub async fn GET(params: Params) -> String {\n    params.slug\n}\n\n\
         pub fn PUT(Path(slug): Path<String>) -> impl Future<Output = String> {\n    async move { slug }\n}\n",
    ),
    (
        "app/pages/page.rs",
        "use my_facade::router::prelude::*;\n\npub async fn page() -> Html<&'static str> {\n    Html(\"page\")\n}\n",
    ),
    (
        "app/pages/layout.rs",
        "use my_facade::router::prelude::*;\n\npub async fn layout(children: Children) -> Html<String> {\n    Html(format!(\"<{children}>\"))\n}\n",
    ),
    (
        "app/middleware.rs",
        "use my_facade::router::prelude::*;\n\npub async fn middleware(request: Request, next: Next) -> Response {\n    next.run(request).await\n}\n",
    ),
    (
        "app/pages/middleware.rs",
        "use my_facade::web::FolderLayers;\n\npub fn layer(folder: FolderLayers) -> FolderLayers {\n    folder\n}\n",
    ),
    (
        "app/not-found.rs",
        "pub async fn not_found() -> &'static str {\n    \"nothing here\"\n}\n",
    ),
    (
        "app/sitemap.rs",
        "use my_facade::router::metadata::Sitemap;\n\npub fn sitemap() -> Sitemap {\n    Sitemap::new([])\n}\n",
    ),
    ("app/robots.txt", "User-agent: *\n"),
    (
        "app/globs/route.rs",
        "pub use crate::parts::*;\n\n#[cfg(not(feature = \"none\"))]\npub async fn GET() -> &'static str {\n    HELPER\n}\n",
    ),
    (
        "src/pages/other/[...path]/route.rs",
        "use my_facade::web::{self, prelude::Path};\n\npub async fn GET(Path(path): Path<Vec<String>>) -> String {\n    format!(\"{} {path:?}\", web::NAME)\n}\n",
    ),
    (
        "src/parts.rs",
        "pub use my_facade::web as router;\n\npub const HELPER: &str = \"helper\";\n",
    ),
    (
        "site/site/route.rs",
        "pub async fn GET() -> &'static str {\n    \"site\"\n}\n",
    ),
];

/// The table of dependencies with another line for the router.
fn with_router(line: &str) -> String {
    let dependencies = dependencies(&[("tower", &["util"]), ("tokio", &["rt", "macros"])]);
    let lines = dependencies.lines().map(|it| {
        if it.starts_with("router-runtime = ") {
            line
        } else {
            it
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn new(name: &str, router: &str) -> Fixture {
    let fixture = app::new(name);
    let package = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\nnone = []\n\n[workspace]\n\n\
         [profile.dev]\ndebug = false\n\n{}\n",
        with_router(router)
    );
    fixture.write("Cargo.toml", package);
    fixture
}

fn facade(name: &str) -> Fixture {
    let fixture = new(name, "my-facade = { path = \"facade\" }");
    let runtime = workspace().join("router-runtime").display().to_string();
    fixture
        .write(
            "facade/Cargo.toml",
            format!("[package]\nname = \"my-facade\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\nrouter-runtime = {{ path = {runtime:?} }}\n"),
        )
        .write("facade/src/lib.rs", FACADE);
    fixture
}

#[test]
fn a_facade_re_exports_the_router() {
    let fixture = facade("behind-a-facade");
    fixture
        .write("src/main.rs", MAIN)
        .write("src/responses.rs", RESPONSES);
    fixture.write(
        "build.rs",
        "fn main() {\n    for folder in [\"app\", \"src/pages\", \"site\"] {\n        println!(\"cargo::rerun-if-changed={folder}\");\n    }\n}\n",
    );
    for (path, text) in FILES {
        fixture.write(path, text);
    }
    let paths = [
        "/",
        "/items/a",
        "/pages",
        "/robots.txt",
        "/globs",
        "/other/a/b",
        "/site",
    ];
    assert_eq!(
        fixture.run(&paths),
        [
            "/items/a%20b 6",
            "200 title",
            "200 a",
            "200 <page>",
            "200 User-agent: *",
            "200 helper",
            "200 web [\"a\", \"b\"]",
            "200 site",
        ]
    );
    let output = fixture.check();
    assert!(!output.stderr.contains("warning"), "{}", output.stderr);

    // The rules know the prelude of the facade.
    fixture.write(
        "app/globs/route.rs",
        "use my_facade::router::prelude::*;\nuse crate::parts::*;\n\npub async fn GET(Path(one): Path<u8>) -> &'static str {\n    HELPER\n}\n",
    );
    let output = fixture.check();
    assert!(output.stderr.contains("[R0305]"), "{}", output.stderr);
    assert_eq!(
        output.stderr.matches("error: ").count(),
        2,
        "one mistake and cargo's last line:\n{}",
        output.stderr
    );
}

#[test]
fn the_router_has_another_name() {
    let runtime = workspace().join("router-runtime").display().to_string();
    let router = format!("router = {{ path = {runtime:?}, package = \"router-runtime\" }}");
    let fixture = new("under-another-name", &router);
    fixture
        .write(
            "src/main.rs",
            "mod responses;\n\nrouter::routes!(\"app\", crate = router);\n\n\
             #[tokio::main(flavor = \"current_thread\")]\nasync fn main() {\n    responses::print(app::router()).await;\n}\n",
        )
        .write(
            "app/items/[slug]/route.rs",
            "use router::prelude::*;\n\npub async fn GET(Path(slug): Path<String>) -> Result<Json<String>> {\n    Ok(Json(slug))\n}\n",
        );
    assert_eq!(fixture.run(&["/", "/items/a"]), ["200 home", "200 \"a\""]);

    // Without the path there is one message.
    fixture.write(
        "src/main.rs",
        "router::routes!(\"app\");\n\nfn main() {\n    let _ = app::router();\n}\n",
    );
    let output = fixture.check();
    let expected = "[R0134] this crate does not depend on `router-runtime` by that name";
    assert!(output.stderr.contains(expected), "{}", output.stderr);
    assert!(
        output.stderr.contains("`routes!(\"app\", crate = router)`"),
        "{}",
        output.stderr
    );
    assert_eq!(
        output.stderr.matches("\nerror").count(),
        2,
        "one mistake and cargo's last line:\n{}",
        output.stderr
    );
}
