//! The 130 routes of GitHub's first REST API, a table that many routers are measured with.

use lychgate::prelude::*;

/// The table. The handlers are never called: what is measured is finding them.
#[application]
pub mod github {
    #[get("^authorizations/?$")]
    fn authorizations() -> &'static str {
        "authorizations"
    }

    #[get("^authorizations/(?<id>[^/]+)/?$")]
    fn authorization(id: &str) -> String {
        id.to_owned()
    }

    #[get("^applications/(?<client>[^/]+)/tokens/(?<token>[^/]+)/?$")]
    fn application_token(client: &str, token: &str) -> String {
        [client, token].join(" ")
    }

    #[get("^events/?$")]
    fn events() -> &'static str {
        "events"
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/events/?$")]
    fn repository_events(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^networks/(?<owner>[^/]+)/(?<repo>[^/]+)/events/?$")]
    fn network_events(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^orgs/(?<org>[^/]+)/events/?$")]
    fn organization_events(org: &str) -> String {
        org.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/received_events/?$")]
    fn user_received_events(user: &str) -> String {
        user.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/received_events/public/?$")]
    fn user_received_events_public(user: &str) -> String {
        user.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/events/?$")]
    fn user_events(user: &str) -> String {
        user.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/events/public/?$")]
    fn user_events_public(user: &str) -> String {
        user.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/events/orgs/(?<org>[^/]+)/?$")]
    fn user_organization_events(user: &str, org: &str) -> String {
        [user, org].join(" ")
    }

    #[get("^feeds/?$")]
    fn feeds() -> &'static str {
        "feeds"
    }

    #[get("^notifications/?$")]
    fn notifications() -> &'static str {
        "notifications"
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/notifications/?$")]
    fn repository_notifications(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^notifications/threads/(?<id>[^/]+)/?$")]
    fn notification_thread(id: &str) -> String {
        id.to_owned()
    }

    #[get("^notifications/threads/(?<id>[^/]+)/subscription/?$")]
    fn notification_subscription(id: &str) -> String {
        id.to_owned()
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/stargazers/?$")]
    fn stargazers(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^users/(?<user>[^/]+)/starred/?$")]
    fn user_starred(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/starred/?$")]
    fn own_starred() -> &'static str {
        "own starred"
    }

    #[get("^user/starred/(?<owner>[^/]+)/(?<repo>[^/]+)/?$")]
    fn own_star(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/subscribers/?$")]
    fn subscribers(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^users/(?<user>[^/]+)/subscriptions/?$")]
    fn user_subscriptions(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/subscriptions/?$")]
    fn own_subscriptions() -> &'static str {
        "own subscriptions"
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/subscription/?$")]
    fn subscription(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^user/subscriptions/(?<owner>[^/]+)/(?<repo>[^/]+)/?$")]
    fn own_subscription(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^users/(?<user>[^/]+)/gists/?$")]
    fn user_gists(user: &str) -> String {
        user.to_owned()
    }

    #[get("^gists/?$")]
    fn gists() -> &'static str {
        "gists"
    }

    #[get("^gists/(?<id>[^/]+)/?$")]
    fn gist(id: &str) -> String {
        id.to_owned()
    }

    #[get("^gists/(?<id>[^/]+)/star/?$")]
    fn gist_star(id: &str) -> String {
        id.to_owned()
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/git/blobs/(?<sha>[^/]+)/?$")]
    fn git_blob(owner: &str, repo: &str, sha: &str) -> String {
        [owner, repo, sha].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/git/commits/(?<sha>[^/]+)/?$")]
    fn git_commit(owner: &str, repo: &str, sha: &str) -> String {
        [owner, repo, sha].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/git/refs/?$")]
    fn git_refs(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/git/tags/(?<sha>[^/]+)/?$")]
    fn git_tag(owner: &str, repo: &str, sha: &str) -> String {
        [owner, repo, sha].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/git/trees/(?<sha>[^/]+)/?$")]
    fn git_tree(owner: &str, repo: &str, sha: &str) -> String {
        [owner, repo, sha].join(" ")
    }

    #[get("^issues/?$")]
    fn issues() -> &'static str {
        "issues"
    }

    #[get("^user/issues/?$")]
    fn own_issues() -> &'static str {
        "own issues"
    }

    #[get("^orgs/(?<org>[^/]+)/issues/?$")]
    fn organization_issues(org: &str) -> String {
        org.to_owned()
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/issues/?$")]
    fn repository_issues(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/issues/(?<number>[^/]+)/?$")]
    fn issue(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/assignees/?$")]
    fn assignees(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/assignees/(?<assignee>[^/]+)/?$")]
    fn assignee(owner: &str, repo: &str, assignee: &str) -> String {
        [owner, repo, assignee].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/issues/(?<number>[^/]+)/comments/?$")]
    fn issue_comments(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/issues/(?<number>[^/]+)/events/?$")]
    fn issue_events(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/labels/?$")]
    fn labels(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/labels/(?<name>[^/]+)/?$")]
    fn label(owner: &str, repo: &str, name: &str) -> String {
        [owner, repo, name].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/issues/(?<number>[^/]+)/labels/?$")]
    fn issue_labels(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/milestones/(?<number>[^/]+)/labels/?$")]
    fn milestone_labels(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/milestones/?$")]
    fn milestones(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/milestones/(?<number>[^/]+)/?$")]
    fn milestone(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^emojis/?$")]
    fn emojis() -> &'static str {
        "emojis"
    }

    #[get("^gitignore/templates/?$")]
    fn gitignore_templates() -> &'static str {
        "gitignore templates"
    }

    #[get("^gitignore/templates/(?<name>[^/]+)/?$")]
    fn gitignore_template(name: &str) -> String {
        name.to_owned()
    }

    #[get("^meta/?$")]
    fn meta() -> &'static str {
        "meta"
    }

    #[get("^rate_limit/?$")]
    fn rate_limit() -> &'static str {
        "rate limit"
    }

    #[get("^users/(?<user>[^/]+)/orgs/?$")]
    fn user_orgs(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/orgs/?$")]
    fn own_orgs() -> &'static str {
        "own orgs"
    }

    #[get("^orgs/(?<org>[^/]+)/?$")]
    fn organization(org: &str) -> String {
        org.to_owned()
    }

    #[get("^orgs/(?<org>[^/]+)/members/?$")]
    fn organization_members(org: &str) -> String {
        org.to_owned()
    }

    #[get("^orgs/(?<org>[^/]+)/members/(?<user>[^/]+)/?$")]
    fn organization_member(org: &str, user: &str) -> String {
        [org, user].join(" ")
    }

    #[get("^orgs/(?<org>[^/]+)/public_members/?$")]
    fn organization_public_members(org: &str) -> String {
        org.to_owned()
    }

    #[get("^orgs/(?<org>[^/]+)/public_members/(?<user>[^/]+)/?$")]
    fn organization_public_member(org: &str, user: &str) -> String {
        [org, user].join(" ")
    }

    #[get("^orgs/(?<org>[^/]+)/teams/?$")]
    fn organization_teams(org: &str) -> String {
        org.to_owned()
    }

    #[get("^teams/(?<team>[^/]+)/?$")]
    fn team(team: &str) -> String {
        team.to_owned()
    }

    #[get("^teams/(?<team>[^/]+)/members/?$")]
    fn team_members(team: &str) -> String {
        team.to_owned()
    }

    #[get("^teams/(?<team>[^/]+)/members/(?<user>[^/]+)/?$")]
    fn team_member(team: &str, user: &str) -> String {
        [team, user].join(" ")
    }

    #[get("^teams/(?<team>[^/]+)/repos/?$")]
    fn team_repos(team: &str) -> String {
        team.to_owned()
    }

    #[get("^teams/(?<team>[^/]+)/repos/(?<owner>[^/]+)/(?<repo>[^/]+)/?$")]
    fn team_repository(team: &str, owner: &str, repo: &str) -> String {
        [team, owner, repo].join(" ")
    }

    #[get("^user/teams/?$")]
    fn own_teams() -> &'static str {
        "own teams"
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/pulls/?$")]
    fn pulls(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/pulls/(?<number>[^/]+)/?$")]
    fn pull(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/pulls/(?<number>[^/]+)/commits/?$")]
    fn pull_commits(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/pulls/(?<number>[^/]+)/files/?$")]
    fn pull_files(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/pulls/(?<number>[^/]+)/merge/?$")]
    fn pull_merge(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/pulls/(?<number>[^/]+)/comments/?$")]
    fn pull_comments(owner: &str, repo: &str, number: &str) -> String {
        [owner, repo, number].join(" ")
    }

    #[get("^user/repos/?$")]
    fn own_repos() -> &'static str {
        "own repos"
    }

    #[get("^users/(?<user>[^/]+)/repos/?$")]
    fn user_repos(user: &str) -> String {
        user.to_owned()
    }

    #[get("^orgs/(?<org>[^/]+)/repos/?$")]
    fn organization_repos(org: &str) -> String {
        org.to_owned()
    }

    #[get("^repositories/?$")]
    fn repositories() -> &'static str {
        "repositories"
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/?$")]
    fn repository(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/contributors/?$")]
    fn contributors(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/languages/?$")]
    fn languages(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/teams/?$")]
    fn teams(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/tags/?$")]
    fn tags(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/branches/?$")]
    fn branches(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/branches/(?<branch>[^/]+)/?$")]
    fn branch(owner: &str, repo: &str, branch: &str) -> String {
        [owner, repo, branch].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/collaborators/?$")]
    fn collaborators(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/collaborators/(?<user>[^/]+)/?$")]
    fn collaborator(owner: &str, repo: &str, user: &str) -> String {
        [owner, repo, user].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/comments/?$")]
    fn comments(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/commits/(?<sha>[^/]+)/comments/?$")]
    fn commit_comments(owner: &str, repo: &str, sha: &str) -> String {
        [owner, repo, sha].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/commits/?$")]
    fn commits(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/commits/(?<sha>[^/]+)/?$")]
    fn commit(owner: &str, repo: &str, sha: &str) -> String {
        [owner, repo, sha].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/readme/?$")]
    fn readme(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/keys/?$")]
    fn keys(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/keys/(?<id>[^/]+)/?$")]
    fn key(owner: &str, repo: &str, id: &str) -> String {
        [owner, repo, id].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/downloads/?$")]
    fn downloads(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/downloads/(?<id>[^/]+)/?$")]
    fn download(owner: &str, repo: &str, id: &str) -> String {
        [owner, repo, id].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/forks/?$")]
    fn forks(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/hooks/?$")]
    fn hooks(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/hooks/(?<id>[^/]+)/?$")]
    fn hook(owner: &str, repo: &str, id: &str) -> String {
        [owner, repo, id].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/releases/?$")]
    fn releases(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/releases/(?<id>[^/]+)/?$")]
    fn release(owner: &str, repo: &str, id: &str) -> String {
        [owner, repo, id].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/releases/(?<id>[^/]+)/assets/?$")]
    fn release_assets(owner: &str, repo: &str, id: &str) -> String {
        [owner, repo, id].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/stats/contributors/?$")]
    fn stats_contributors(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/stats/commit_activity/?$")]
    fn stats_commit_activity(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/stats/code_frequency/?$")]
    fn stats_code_frequency(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/stats/participation/?$")]
    fn stats_participation(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/stats/punch_card/?$")]
    fn stats_punch_card(owner: &str, repo: &str) -> String {
        [owner, repo].join(" ")
    }

    #[get("^repos/(?<owner>[^/]+)/(?<repo>[^/]+)/statuses/(?<commit>[^/]+)/?$")]
    fn status(owner: &str, repo: &str, commit: &str) -> String {
        [owner, repo, commit].join(" ")
    }

    #[get("^search/repositories/?$")]
    fn search_repositories() -> &'static str {
        "search repositories"
    }

    #[get("^search/code/?$")]
    fn search_code() -> &'static str {
        "search code"
    }

    #[get("^search/issues/?$")]
    fn search_issues() -> &'static str {
        "search issues"
    }

    #[get("^search/users/?$")]
    fn search_users() -> &'static str {
        "search users"
    }

    #[get(
        "^legacy/issues/search/(?<owner>[^/]+)/(?<repo>[^/]+)/(?<state>[^/]+)/(?<keyword>[^/]+)/?$"
    )]
    fn legacy_issues_search(owner: &str, repo: &str, state: &str, keyword: &str) -> String {
        [owner, repo, state, keyword].join(" ")
    }

    #[get("^legacy/repos/search/(?<keyword>[^/]+)/?$")]
    fn legacy_repos_search(keyword: &str) -> String {
        keyword.to_owned()
    }

    #[get("^legacy/user/search/(?<keyword>[^/]+)/?$")]
    fn legacy_user_search(keyword: &str) -> String {
        keyword.to_owned()
    }

    #[get("^legacy/user/email/(?<email>[^/]+)/?$")]
    fn legacy_user_email(email: &str) -> String {
        email.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/?$")]
    fn user(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/?$")]
    fn own_account() -> &'static str {
        "own account"
    }

    #[get("^users/?$")]
    fn users() -> &'static str {
        "users"
    }

    #[get("^user/emails/?$")]
    fn own_emails() -> &'static str {
        "own emails"
    }

    #[get("^users/(?<user>[^/]+)/followers/?$")]
    fn user_followers(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/followers/?$")]
    fn own_followers() -> &'static str {
        "own followers"
    }

    #[get("^users/(?<user>[^/]+)/following/?$")]
    fn user_following(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/following/?$")]
    fn own_following() -> &'static str {
        "own following"
    }

    #[get("^user/following/(?<user>[^/]+)/?$")]
    fn own_followed_user(user: &str) -> String {
        user.to_owned()
    }

    #[get("^users/(?<user>[^/]+)/following/(?<target>[^/]+)/?$")]
    fn user_followed_user(user: &str, target: &str) -> String {
        [user, target].join(" ")
    }

    #[get("^users/(?<user>[^/]+)/keys/?$")]
    fn user_keys(user: &str) -> String {
        user.to_owned()
    }

    #[get("^user/keys/?$")]
    fn own_keys() -> &'static str {
        "own keys"
    }

    #[get("^user/keys/(?<id>[^/]+)/?$")]
    fn own_key(id: &str) -> String {
        id.to_owned()
    }
}
