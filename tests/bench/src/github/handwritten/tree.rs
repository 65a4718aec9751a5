//! The tree of the segments, one level a `match`: what the table is when it is written down.
//!
//! The file is a module of two parents, which know words by other means.

use super::super::{Hit, Route};
use super::{Segments, words};

/// The route at a path, with its captures.
pub fn find(path: &str) -> Option<Hit<'_>> {
    let mut path = Segments::new(path);
    match path.next() {
        Some(words::AUTHORIZATIONS) => match path.next() {
            None => Hit::new(Route::Authorizations, []),
            Some(_) => path.end(Route::Authorization, [path.text()?]),
        },
        Some(words::APPLICATIONS) => applications(&mut path),
        Some(words::EVENTS) => path.end(Route::Events, []),
        Some(words::REPOS) => repos(&mut path),
        Some(words::NETWORKS) => networks(&mut path),
        Some(words::ORGS) => orgs(&mut path),
        Some(words::USERS) => users(&mut path),
        Some(words::FEEDS) => path.end(Route::Feeds, []),
        Some(words::NOTIFICATIONS) => notifications(&mut path),
        Some(words::USER) => user(&mut path),
        Some(words::GISTS) => match path.next() {
            None => Hit::new(Route::Gists, []),
            Some(_) => {
                let id = path.text()?;
                match path.next() {
                    None => Hit::new(Route::Gist, [id]),
                    Some(words::STAR) => path.end(Route::GistStar, [id]),
                    _ => None,
                }
            }
        },
        Some(words::ISSUES) => path.end(Route::Issues, []),
        Some(words::EMOJIS) => path.end(Route::Emojis, []),
        Some(words::GITIGNORE) => match path.next() {
            Some(words::TEMPLATES) => match path.next() {
                None => Hit::new(Route::GitignoreTemplates, []),
                Some(_) => path.end(Route::GitignoreTemplate, [path.text()?]),
            },
            _ => None,
        },
        Some(words::META) => path.end(Route::Meta, []),
        Some(words::RATE_LIMIT) => path.end(Route::RateLimit, []),
        Some(words::TEAMS) => teams(&mut path),
        Some(words::REPOSITORIES) => path.end(Route::Repositories, []),
        Some(words::SEARCH) => search(&mut path),
        Some(words::LEGACY) => legacy(&mut path),
        _ => None,
    }
}

fn applications<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    let client = path.capture()?;
    match path.next() {
        Some(words::TOKENS) => {
            let token = path.capture()?;
            path.end(Route::ApplicationToken, [client, token])
        }
        _ => None,
    }
}

fn git<'p>(path: &mut Segments<'p>, owner: &'p str, repo: &'p str) -> Option<Hit<'p>> {
    match path.next() {
        Some(words::BLOBS) => {
            let sha = path.capture()?;
            path.end(Route::GitBlob, [owner, repo, sha])
        }
        Some(words::COMMITS) => {
            let sha = path.capture()?;
            path.end(Route::GitCommit, [owner, repo, sha])
        }
        Some(words::REFS) => path.end(Route::GitRefs, [owner, repo]),
        Some(words::TAGS) => {
            let sha = path.capture()?;
            path.end(Route::GitTag, [owner, repo, sha])
        }
        Some(words::TREES) => {
            let sha = path.capture()?;
            path.end(Route::GitTree, [owner, repo, sha])
        }
        _ => None,
    }
}

fn repository<'p>(path: &mut Segments<'p>, owner: &'p str, repo: &'p str) -> Option<Hit<'p>> {
    match path.next() {
        None => Hit::new(Route::Repository, [owner, repo]),
        Some(words::EVENTS) => path.end(Route::RepositoryEvents, [owner, repo]),
        Some(words::NOTIFICATIONS) => path.end(Route::RepositoryNotifications, [owner, repo]),
        Some(words::STARGAZERS) => path.end(Route::Stargazers, [owner, repo]),
        Some(words::SUBSCRIBERS) => path.end(Route::Subscribers, [owner, repo]),
        Some(words::SUBSCRIPTION) => path.end(Route::Subscription, [owner, repo]),
        Some(words::GIT) => git(path, owner, repo),
        Some(words::ISSUES) => match path.next() {
            None => Hit::new(Route::RepositoryIssues, [owner, repo]),
            Some(_) => {
                let number = path.text()?;
                match path.next() {
                    None => Hit::new(Route::Issue, [owner, repo, number]),
                    Some(words::COMMENTS) => path.end(Route::IssueComments, [owner, repo, number]),
                    Some(words::EVENTS) => path.end(Route::IssueEvents, [owner, repo, number]),
                    Some(words::LABELS) => path.end(Route::IssueLabels, [owner, repo, number]),
                    _ => None,
                }
            }
        },
        Some(words::ASSIGNEES) => match path.next() {
            None => Hit::new(Route::Assignees, [owner, repo]),
            Some(_) => path.end(Route::Assignee, [owner, repo, path.text()?]),
        },
        Some(words::LABELS) => match path.next() {
            None => Hit::new(Route::Labels, [owner, repo]),
            Some(_) => path.end(Route::Label, [owner, repo, path.text()?]),
        },
        Some(words::MILESTONES) => match path.next() {
            None => Hit::new(Route::Milestones, [owner, repo]),
            Some(_) => {
                let number = path.text()?;
                match path.next() {
                    None => Hit::new(Route::Milestone, [owner, repo, number]),
                    Some(words::LABELS) => path.end(Route::MilestoneLabels, [owner, repo, number]),
                    _ => None,
                }
            }
        },
        Some(words::PULLS) => match path.next() {
            None => Hit::new(Route::Pulls, [owner, repo]),
            Some(_) => {
                let number = path.text()?;
                match path.next() {
                    None => Hit::new(Route::Pull, [owner, repo, number]),
                    Some(words::COMMITS) => path.end(Route::PullCommits, [owner, repo, number]),
                    Some(words::FILES) => path.end(Route::PullFiles, [owner, repo, number]),
                    Some(words::MERGE) => path.end(Route::PullMerge, [owner, repo, number]),
                    Some(words::COMMENTS) => path.end(Route::PullComments, [owner, repo, number]),
                    _ => None,
                }
            }
        },
        Some(words::CONTRIBUTORS) => path.end(Route::Contributors, [owner, repo]),
        Some(words::LANGUAGES) => path.end(Route::Languages, [owner, repo]),
        Some(words::TEAMS) => path.end(Route::Teams, [owner, repo]),
        Some(words::TAGS) => path.end(Route::Tags, [owner, repo]),
        Some(words::BRANCHES) => match path.next() {
            None => Hit::new(Route::Branches, [owner, repo]),
            Some(_) => path.end(Route::Branch, [owner, repo, path.text()?]),
        },
        Some(words::COLLABORATORS) => match path.next() {
            None => Hit::new(Route::Collaborators, [owner, repo]),
            Some(_) => path.end(Route::Collaborator, [owner, repo, path.text()?]),
        },
        Some(words::COMMENTS) => path.end(Route::Comments, [owner, repo]),
        Some(words::COMMITS) => match path.next() {
            None => Hit::new(Route::Commits, [owner, repo]),
            Some(_) => {
                let sha = path.text()?;
                match path.next() {
                    None => Hit::new(Route::Commit, [owner, repo, sha]),
                    Some(words::COMMENTS) => path.end(Route::CommitComments, [owner, repo, sha]),
                    _ => None,
                }
            }
        },
        Some(words::README) => path.end(Route::Readme, [owner, repo]),
        Some(words::KEYS) => match path.next() {
            None => Hit::new(Route::Keys, [owner, repo]),
            Some(_) => path.end(Route::Key, [owner, repo, path.text()?]),
        },
        Some(words::DOWNLOADS) => match path.next() {
            None => Hit::new(Route::Downloads, [owner, repo]),
            Some(_) => path.end(Route::Download, [owner, repo, path.text()?]),
        },
        Some(words::FORKS) => path.end(Route::Forks, [owner, repo]),
        Some(words::HOOKS) => match path.next() {
            None => Hit::new(Route::Hooks, [owner, repo]),
            Some(_) => path.end(Route::Hook, [owner, repo, path.text()?]),
        },
        Some(words::RELEASES) => match path.next() {
            None => Hit::new(Route::Releases, [owner, repo]),
            Some(_) => {
                let id = path.text()?;
                match path.next() {
                    None => Hit::new(Route::Release, [owner, repo, id]),
                    Some(words::ASSETS) => path.end(Route::ReleaseAssets, [owner, repo, id]),
                    _ => None,
                }
            }
        },
        Some(words::STATS) => match path.next() {
            Some(words::CONTRIBUTORS) => path.end(Route::StatsContributors, [owner, repo]),
            Some(words::COMMIT_ACTIVITY) => path.end(Route::StatsCommitActivity, [owner, repo]),
            Some(words::CODE_FREQUENCY) => path.end(Route::StatsCodeFrequency, [owner, repo]),
            Some(words::PARTICIPATION) => path.end(Route::StatsParticipation, [owner, repo]),
            Some(words::PUNCH_CARD) => path.end(Route::StatsPunchCard, [owner, repo]),
            _ => None,
        },
        Some(words::STATUSES) => {
            let commit = path.capture()?;
            path.end(Route::Status, [owner, repo, commit])
        }
        _ => None,
    }
}

fn repos<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    let owner = path.capture()?;
    {
        let repo = path.capture()?;
        repository(path, owner, repo)
    }
}

fn networks<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    let owner = path.capture()?;
    {
        let repo = path.capture()?;
        match path.next() {
            Some(words::EVENTS) => path.end(Route::NetworkEvents, [owner, repo]),
            _ => None,
        }
    }
}

fn organization<'p>(path: &mut Segments<'p>, org: &'p str) -> Option<Hit<'p>> {
    match path.next() {
        None => Hit::new(Route::Organization, [org]),
        Some(words::EVENTS) => path.end(Route::OrganizationEvents, [org]),
        Some(words::ISSUES) => path.end(Route::OrganizationIssues, [org]),
        Some(words::MEMBERS) => match path.next() {
            None => Hit::new(Route::OrganizationMembers, [org]),
            Some(_) => path.end(Route::OrganizationMember, [org, path.text()?]),
        },
        Some(words::PUBLIC_MEMBERS) => match path.next() {
            None => Hit::new(Route::OrganizationPublicMembers, [org]),
            Some(_) => path.end(Route::OrganizationPublicMember, [org, path.text()?]),
        },
        Some(words::TEAMS) => path.end(Route::OrganizationTeams, [org]),
        Some(words::REPOS) => path.end(Route::OrganizationRepos, [org]),
        _ => None,
    }
}

fn orgs<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    let org = path.capture()?;
    organization(path, org)
}

fn account<'p>(path: &mut Segments<'p>, user: &'p str) -> Option<Hit<'p>> {
    match path.next() {
        None => Hit::new(Route::User, [user]),
        Some(words::RECEIVED_EVENTS) => match path.next() {
            None => Hit::new(Route::UserReceivedEvents, [user]),
            Some(words::PUBLIC) => path.end(Route::UserReceivedEventsPublic, [user]),
            _ => None,
        },
        Some(words::EVENTS) => match path.next() {
            None => Hit::new(Route::UserEvents, [user]),
            Some(words::PUBLIC) => path.end(Route::UserEventsPublic, [user]),
            Some(words::ORGS) => {
                let org = path.capture()?;
                path.end(Route::UserOrganizationEvents, [user, org])
            }
            _ => None,
        },
        Some(words::STARRED) => path.end(Route::UserStarred, [user]),
        Some(words::SUBSCRIPTIONS) => path.end(Route::UserSubscriptions, [user]),
        Some(words::GISTS) => path.end(Route::UserGists, [user]),
        Some(words::ORGS) => path.end(Route::UserOrgs, [user]),
        Some(words::REPOS) => path.end(Route::UserRepos, [user]),
        Some(words::FOLLOWERS) => path.end(Route::UserFollowers, [user]),
        Some(words::FOLLOWING) => match path.next() {
            None => Hit::new(Route::UserFollowing, [user]),
            Some(_) => path.end(Route::UserFollowedUser, [user, path.text()?]),
        },
        Some(words::KEYS) => path.end(Route::UserKeys, [user]),
        _ => None,
    }
}

fn users<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    match path.next() {
        None => Hit::new(Route::Users, []),
        Some(_) => {
            let user = path.text()?;
            account(path, user)
        }
    }
}

fn notifications<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    match path.next() {
        None => Hit::new(Route::Notifications, []),
        Some(words::THREADS) => {
            let id = path.capture()?;
            match path.next() {
                None => Hit::new(Route::NotificationThread, [id]),
                Some(words::SUBSCRIPTION) => path.end(Route::NotificationSubscription, [id]),
                _ => None,
            }
        }
        _ => None,
    }
}

fn user<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    match path.next() {
        None => Hit::new(Route::OwnAccount, []),
        Some(words::STARRED) => match path.next() {
            None => Hit::new(Route::OwnStarred, []),
            Some(_) => {
                let owner = path.text()?;
                {
                    let repo = path.capture()?;
                    path.end(Route::OwnStar, [owner, repo])
                }
            }
        },
        Some(words::SUBSCRIPTIONS) => match path.next() {
            None => Hit::new(Route::OwnSubscriptions, []),
            Some(_) => {
                let owner = path.text()?;
                {
                    let repo = path.capture()?;
                    path.end(Route::OwnSubscription, [owner, repo])
                }
            }
        },
        Some(words::ISSUES) => path.end(Route::OwnIssues, []),
        Some(words::ORGS) => path.end(Route::OwnOrgs, []),
        Some(words::TEAMS) => path.end(Route::OwnTeams, []),
        Some(words::REPOS) => path.end(Route::OwnRepos, []),
        Some(words::EMAILS) => path.end(Route::OwnEmails, []),
        Some(words::FOLLOWERS) => path.end(Route::OwnFollowers, []),
        Some(words::FOLLOWING) => match path.next() {
            None => Hit::new(Route::OwnFollowing, []),
            Some(_) => path.end(Route::OwnFollowedUser, [path.text()?]),
        },
        Some(words::KEYS) => match path.next() {
            None => Hit::new(Route::OwnKeys, []),
            Some(_) => path.end(Route::OwnKey, [path.text()?]),
        },
        _ => None,
    }
}

fn teams<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    let team = path.capture()?;
    match path.next() {
        None => Hit::new(Route::Team, [team]),
        Some(words::MEMBERS) => match path.next() {
            None => Hit::new(Route::TeamMembers, [team]),
            Some(_) => path.end(Route::TeamMember, [team, path.text()?]),
        },
        Some(words::REPOS) => match path.next() {
            None => Hit::new(Route::TeamRepos, [team]),
            Some(_) => {
                let owner = path.text()?;
                {
                    let repo = path.capture()?;
                    path.end(Route::TeamRepository, [team, owner, repo])
                }
            }
        },
        _ => None,
    }
}

fn search<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    match path.next() {
        Some(words::REPOSITORIES) => path.end(Route::SearchRepositories, []),
        Some(words::CODE) => path.end(Route::SearchCode, []),
        Some(words::ISSUES) => path.end(Route::SearchIssues, []),
        Some(words::USERS) => path.end(Route::SearchUsers, []),
        _ => None,
    }
}

fn legacy<'p>(path: &mut Segments<'p>) -> Option<Hit<'p>> {
    match path.next() {
        Some(words::ISSUES) => match path.next() {
            Some(words::SEARCH) => {
                let owner = path.capture()?;
                {
                    let repo = path.capture()?;
                    {
                        let state = path.capture()?;
                        {
                            let keyword = path.capture()?;
                            path.end(Route::LegacyIssuesSearch, [owner, repo, state, keyword])
                        }
                    }
                }
            }
            _ => None,
        },
        Some(words::REPOS) => match path.next() {
            Some(words::SEARCH) => {
                let keyword = path.capture()?;
                path.end(Route::LegacyReposSearch, [keyword])
            }
            _ => None,
        },
        Some(words::USER) => match path.next() {
            Some(words::SEARCH) => {
                let keyword = path.capture()?;
                path.end(Route::LegacyUserSearch, [keyword])
            }
            Some(words::EMAIL) => {
                let email = path.capture()?;
                path.end(Route::LegacyUserEmail, [email])
            }
            _ => None,
        },
        _ => None,
    }
}
