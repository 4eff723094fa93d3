//! Sitemaps, `robots.txt`, the manifest.

use super::{app, both, both_of, send};
use router_runtime::{CacheOptions, RouteKind, config::Rendering, testing::Clock};
use std::time::Duration;

#[tokio::test]
async fn each_has_its_url_its_type_and_a_validator() {
    for (path, content_type, contains) in [
        (
            "/sitemap.xml",
            "application/xml",
            "<loc>https://acme.com/?a=1&amp;b=2</loc>",
        ),
        (
            "/robots.txt",
            "text/plain",
            "Sitemap: https://acme.com/sitemap.xml",
        ),
        (
            "/manifest.webmanifest",
            "application/manifest+json",
            r#"{"name":"Acme","start_url":"/"}"#,
        ),
        (
            "/many/sitemap/1.xml",
            "application/xml",
            "https://acme.com/1",
        ),
        // A response built by the file gets the content type as well.
        ("/dynamic/sitemap.xml", "application/xml", "none"),
    ] {
        let response = both(path).await;
        assert_eq!(response.status, 200, "{path}");
        assert_eq!(response.value("content-type"), content_type, "{path}");
        assert_eq!(
            response.value("cache-control"),
            "public, max-age=0, must-revalidate",
            "{path}"
        );
        assert!(
            response.body.contains(contains),
            "{}",
            response.body.as_str()
        );

        let etag = response.value("etag");
        assert!(etag.starts_with('"') && etag.len() > 2, "{path}: {etag}");
        let again = both_of(&app(), path, &[("if-none-match", etag)]).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.value("etag"), etag, "{path}");
        let other = both_of(&app(), path, &[("if-none-match", "\"x\"")]).await;
        assert_eq!(other.status, 200, "{path}");
        for (expected, status) in [(etag, 200), ("*", 200), ("\"x\"", 412)] {
            let headers = [("if-match", expected)];
            let response = both_of(&app(), path, &headers).await;
            assert_eq!(response.status, status, "{path} {expected}");
        }

        let part = both_of(&app(), path, &[("range", "bytes=1-3")]).await;
        assert_eq!((part.status, &part.bytes[..]), (206, &response.bytes[1..4]));

        let head = both(&format!("HEAD {path}")).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
        assert_eq!(head.value("etag"), etag, "{path}");
        let post = both(&format!("POST {path}")).await;
        assert_eq!(post.status, 405, "{path}");
        assert_eq!(post.value("allow"), "GET, HEAD, OPTIONS", "{path}");
    }
}

#[tokio::test]
async fn other_spellings_of_the_url_are_not_found() {
    for path in [
        "/sitemap",
        "/robots",
        "/manifest",
        "/manifest.json",
        "/many/sitemap",
        "/many/sitemap.xml",
        "/many/sitemap/0",
        "/many/sitemap/x.xml",
        "/many/sitemap/0.XML",
        "/many/sitemap/.xml",
        "/opengraph-image",
        "/blog/a/opengraph-image.png",
    ] {
        assert_eq!(both(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn responses_are_generated_once_unless_the_file_configures_otherwise() {
    let clock = Clock::new();
    let app = app().cache(CacheOptions::default().clock(clock.clone()));
    let fresh = async || send(app.service(), "/fresh/sitemap.xml", &[]).await;
    let first = fresh().await;
    assert!(first.value("cache-status").contains("fwd=miss"));
    assert_eq!(fresh().await.bytes, first.bytes);
    clock.advance(Duration::from_secs(61));
    assert!(fresh().await.value("cache-status").contains("hit"), "stale");

    let site = async |site| send(app.service(), "/dynamic/sitemap.xml", &[("x-site", site)]).await;
    assert_eq!(site("a").await.body.as_str(), "<urlset>a</urlset>");
    assert_eq!(site("b").await.body.as_str(), "<urlset>b</urlset>");
    assert_eq!(site("b").await.value("cache-status"), "");
}

#[tokio::test]
async fn listed_sitemaps_are_prerendered() {
    let app = app();
    let prerender = app.prerender().await;
    assert_eq!(prerender.failures, [], "every file has a response");
    for path in ["/many/sitemap/0.xml", "/many/sitemap/1.xml", "/robots.txt"] {
        let response = send(app.service(), path, &[]).await;
        assert!(response.value("cache-status").contains("hit"), "{path}");
    }
    let other = send(app.service(), "/many/sitemap/7.xml", &[]).await;
    assert_eq!(other.status, 200, "an id that was not listed");
    assert!(other.value("cache-status").contains("fwd=miss"));
}

#[test]
fn the_table_of_routes_lists_them() {
    let found = |pattern: &str| {
        let route = app::ROUTES.iter().find(|it| it.pattern == pattern);
        let route = route.unwrap_or_else(|| panic!("{pattern} is in the table"));
        (route.kind, route.rendering(), route.methods.to_string())
    };
    let get = || "GET".to_owned();
    for (pattern, kind, rendering) in [
        ("/robots.txt", RouteKind::Metadata, Rendering::Static),
        (
            "/fresh/sitemap.xml",
            RouteKind::Metadata,
            Rendering::Revalidated,
        ),
        (
            "/dynamic/sitemap.xml",
            RouteKind::Metadata,
            Rendering::Dynamic,
        ),
        (
            "/many/sitemap/[id.xml]",
            RouteKind::Metadata,
            Rendering::Static,
        ),
        ("/icon.svg", RouteKind::Asset, Rendering::Static),
    ] {
        assert_eq!(found(pattern), (kind, rendering, get()), "{pattern}");
    }
}

#[test]
fn links_lead_to_them() {
    assert_eq!(app::robots_txt::href(), "/robots.txt");
    assert_eq!(app::many::sitemap::id_xml::href(1), "/many/sitemap/1.xml");
    let image = app::blog::slug::opengraph_image::href("a b");
    assert_eq!(image, "/blog/a%20b/opengraph-image");
}
