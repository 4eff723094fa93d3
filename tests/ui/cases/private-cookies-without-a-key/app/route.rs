use crate::User;
use router_runtime::PrivateCookies;

pub async fn GET(_user: User) {}

pub async fn POST(_cookies: PrivateCookies, _body: String) {}
