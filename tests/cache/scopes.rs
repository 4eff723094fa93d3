//! Case 65: invalidation by route.

use super::{
    app,
    house::houses,
    invalidation::{fill, states},
};
use router_runtime::cache::Scope;

#[tokio::test]
async fn case_65_routes() {
    // Stored `/slug/a` and `/slug/b`; path, pattern as page, pattern as subtree, root: only a; both; both; every route.
    for house in houses().await {
        let paths = ["/slug/a", "/slug/b", "/minute", "/docs/a/b", "/"];
        let (new, hit) = ("EXPIRED stored", "HIT");
        fill(&house, &paths).await;
        house.cache.revalidate_path("/slug/a").await.unwrap();
        assert_eq!(states(&house, &paths).await, [new, hit, hit, hit, hit]);
        for scope in [Scope::Page, Scope::Subtree] {
            house
                .cache
                .revalidate_route(app::slug::id::ROUTE, scope)
                .await
                .unwrap();
            assert_eq!(states(&house, &paths).await, [new, new, hit, hit, hit]);
        }
        house
            .cache
            .revalidate_route(app::ROUTE, Scope::Subtree)
            .await
            .unwrap();
        assert_eq!(states(&house, &paths).await, [new; 5]);
        house
            .cache
            .revalidate_route(app::ROUTE, Scope::Page)
            .await
            .unwrap();
        assert_eq!(states(&house, &paths).await, [hit, hit, hit, hit, new]);
    }
}
