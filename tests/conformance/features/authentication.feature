Feature: Authentication and secrets
  Basic and bearer, inline, by name and from secrets, whose values never leave the worker.

  Scenario Outline: A policy inline, and by its name
    Given a workflow with tasks:
    """
    - login: {call: http, with: {method: get, endpoint: {uri: 'https://httpbin.org/<path>', authentication: <policy>}}, output: {as: .authenticated}}
    """
    And the workflow has:
    """
    use: {authentications: {named: {basic: {username: ada, password: '${ .password }'}}}}
    """
    And given the workflow input is:
    """
    {password: pass, token: abc}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    true
    """

    Examples:
      | path                | policy                                              |
      | basic-auth/ada/pass | {basic: {username: ada, password: '${ .password }'}} |
      | basic-auth/ada/pass | {use: named}                                        |
      | bearer              | {bearer: {token: '${ .token }'}}                    |

  Scenario: The token of a bearer is sent as it is
    Given a workflow with tasks:
    """
    - login: {call: http, with: {method: get, endpoint: {uri: 'https://httpbin.org/bearer', authentication: {bearer: {token: abc}}}}, output: {as: .token}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    abc
    """

  Scenario: Wrong credentials are a communication fault of status 401
    Given a workflow with tasks:
    """
    - login: {call: http, with: {method: get, endpoint: {uri: 'https://httpbin.org/basic-auth/ada/pass', authentication: {basic: {username: ada, password: wrong}}}}}
    """
    When the workflow is executed
    Then the workflow should fault with a communication error of status 401 at '/do/0/login'

  Scenario: No policy, no credentials
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/echo'}, output: {as: .authorization}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    null
    """

  Scenario: A policy may take a whole secret
    Given a workflow with tasks:
    """
    - login: {call: http, with: {method: get, endpoint: {uri: 'https://httpbin.org/basic-auth/ada/s3cret-of-ada', authentication: {basic: {use: login}}}}, output: {as: .authenticated}}
    """
    And the workflow has:
    """
    use: {secrets: [login]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    true
    """

  Scenario: A policy may take parts of a secret
    Given a workflow with tasks:
    """
    - login:
        call: http
        with:
          method: get
          endpoint:
            uri: https://httpbin.org/basic-auth/ada/s3cret-of-ada
            authentication: {basic: {username: '${ $secrets.login.username }', password: '${ $secrets.login.password }'}}
        output: {as: .authenticated}
    """
    And the workflow has:
    """
    use: {secrets: [login]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    true
    """

  Scenario: The value of a secret is nowhere in the history
    Given a workflow with tasks:
    """
    - ask:
        call: http
        with: {method: get, endpoint: 'https://stand-in.example/echo', headers: {X-Key: '${ $secrets.login.password }'}}
        export: {as: '{kept: .}'}
    - last: {set: '${ $context.kept }'}
    """
    And the workflow has:
    """
    use: {secrets: [login]}
    """
    When the workflow is executed
    Then the workflow should complete
    And '/echo' should have been asked with the header X-Key 's3cret-of-ada'
    And the history should not hold 's3cret-of-ada'

  Scenario: A secret that was not declared is not there
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/undeclared', headers: {X-Key: '${ $secrets.login.password }'}}}
    """
    And the workflow has:
    """
    use: {secrets: [other]}
    """
    And the definition is not checked beforehand
    When the workflow is executed
    Then the workflow should fault
    And '/undeclared' should have been asked 0 times

  Scenario Outline: $authorization tells the scheme, never the credential
    Given a workflow with tasks:
    """
    - ask:
        call: http
        with: {method: get, endpoint: {uri: 'https://stand-in.example/echo', authentication: <policy>}}
        output: {as: '[$authorization.scheme, ($authorization.parameter | contains("pass"))]'}
    """
    And the workflow has:
    """
    use: {authentications: {named: {bearer: {token: pass}}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [<scheme>, false]
    """

    Examples:
      | policy                                   | scheme |
      | {basic: {username: ada, password: pass}} | Basic  |
      | {bearer: {token: pass}}                  | Bearer |
      | {use: named}                             | Bearer |

  Scenario: A bearer's secret may be its token alone
    Given a workflow with tasks:
    """
    - login: {call: http, with: {method: get, endpoint: {uri: 'https://stand-in.example/bearer', authentication: {bearer: {use: other}}}}, output: {as: .authorization}}
    """
    And the workflow has:
    """
    use: {secrets: [other]}
    """
    When the workflow is executed
    Then the workflow should complete
    And '/bearer' should have been asked with the header Authorization 'Bearer another'
    And the history should not hold 'Bearer another'

  Scenario: What is computed from a secret is sent, and is nowhere in the history
    Given a workflow with tasks:
    """
    - ask:
        input: {from: .a}
        call: http
        with: {method: get, endpoint: 'https://stand-in.example/computed/{n}', headers: {X-Key: '${ ($context.k // "key") + "-" + $secrets.login.password + "-\(.n)" }'}}
        output: {as: .path}
    """
    And the workflow has:
    """
    use: {secrets: [login]}
    """
    And given the workflow input is:
    """
    {a: {n: 7}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    /computed/7
    """
    And '/computed/7' should have been asked with the header X-Key 'key-s3cret-of-ada-7'
    And the history should not hold 's3cret-of-ada'

  Scenario: A secret that the worker does not have is an authorization fault
    Given a workflow with tasks:
    """
    - ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/nowhere', headers: {X-Key: '${ $secrets.nowhere }'}}}
    """
    And the workflow has:
    """
    use: {secrets: [nowhere]}
    """
    When the workflow is executed
    Then the workflow should fault with a authorization error of status 403 at '/do/0/ask'
    And '/nowhere' should have been asked 0 times
