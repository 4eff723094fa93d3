use router_runtime::cookie::{
    SameSite,
    time::{Duration, OffsetDateTime},
};
use router_runtime::prelude::*;

pub async fn GET(cookies: Cookies) -> &'static str {
    let v = |name: &'static str| Cookie::build((name, "v"));
    cookies.set(("plain", "v"));
    cookies.set(
        v("all")
            .path("/p")
            .domain("example.com")
            .max_age(Duration::seconds(60))
            .http_only(true)
            .secure(true)
            .same_site(SameSite::Lax)
            .partitioned(true),
    );
    cookies.set(Cookie::build(("obj", "o")).same_site(SameSite::Strict));
    cookies.set(v("exp").expires(OffsetDateTime::UNIX_EPOCH));
    cookies.set(v("expnum").expires(OffsetDateTime::UNIX_EPOCH + Duration::days(1)));
    cookies.set(v("none").same_site(SameSite::None).secure(false));
    cookies.set(v("sst").same_site(SameSite::Strict));
    cookies.set(v("ssf"));
    cookies.set(v("age0").max_age(Duration::ZERO));
    cookies.set(v("ageneg").max_age(Duration::seconds(-1)));
    cookies.set(("enc", "a b;c,d\"é=%"));
    cookies.set(("emp", ""));
    cookies.set(v("nopath").path(""));
    "set"
}
