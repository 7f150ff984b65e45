Feature: Retry
  How often, after which pauses, for which errors, and what comes after the last attempt.

  Scenario Outline: The pauses of a backoff
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: {milliseconds: 10}, <backoff>limit: {attempt: {count: 3}}}}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 503, instance: /do/0/attempt/try/0/bad}
    """
    And the timers should have been:
    """
    <pauses>
    """
    And bad should run 4 times
    And attempt should have 4 attempts

    Examples:
      | backoff                   | pauses                         |
      |                           | [PT0.01S, PT0.01S, PT0.01S]    |
      | backoff: {constant: {}},  | [PT0.01S, PT0.01S, PT0.01S]    |
      | backoff: {linear: {}},    | [PT0.01S, PT0.02S, PT0.03S]    |
      | backoff: {exponential: {}}, | [PT0.01S, PT0.02S, PT0.04S]  |

  Scenario: A pause is as long as its units say
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {set: '${ error("no") }'}}]
        catch: {retry: {delay: {days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5}}}
    - other: {set: '${ {} }'}
    """
    When the workflow is executed
    And the first timer is '{"days": 1, "hours": 2, "minutes": 3, "seconds": 4, "milliseconds": 5}'
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    attempt cancelled
    bad faulted
    """

  Scenario: An attempt that succeeds ends the retries
    Given a workflow with tasks:
    """
    - attempt:
        try:
          - count: {set: '${ {} }', export: {as: {n: '${ ($context.n // 0) + 1 }'}}}
          - bad: {if: $context.n < 3, raise: {error: {type: 'https://x.example/bad', status: 503}}}
          - good: {set: '${ $context.n }'}
        catch: {retry: {delay: {milliseconds: 1}, limit: {attempt: {count: 5}}}, do: [{handled: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    3
    """
    And attempt should have 3 attempts
    And good should run 1 times
    And handled should not run

  Scenario: Every attempt begins with the input of the try
    Given a workflow with tasks:
    """
    - attempt:
        input: {from: .a}
        try:
          - changed: {set: '${ . + ["changed"] }', export: {as: '($context // {}) + {n: (($context.n // 0) + 1)}'}}
          - bad: {if: $context.n < 2, raise: {error: {type: 'https://x.example/bad', status: 503}}}
        catch: {retry: {delay: {milliseconds: 1}}}
    """
    And given the workflow input is:
    """
    {a: []}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [changed]
    """

  Scenario: The handler runs once, after the last attempt
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: {milliseconds: 1}, limit: {attempt: {count: 1}}}, do: [{handled: {set: '${ $error.status }'}}], then: last}
    - never: {set: '${ {} }'}
    - last: {set: '${ [.] }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [503]
    """
    And the tasks should have run as:
    """
    attempt completed
    bad faulted
    bad faulted
    handled completed
    last completed
    """

  Scenario: No retries are allowed with a count of zero
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: {days: 1}, limit: {attempt: {count: 0}}}, do: [{handled: {set: '${ "handled" }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    handled
    """
    And no timers should have been set

  Scenario: A pause that would go past the duration limit is not begun
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch:
          retry: {delay: {seconds: 30}, limit: {duration: {seconds: 20}}}
          do: [{handled: {set: '${ "handled" }'}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    handled
    """
    And no timers should have been set

  Scenario: The duration limit counts from the first attempt
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch:
          retry: {delay: {milliseconds: 400}, backoff: {linear: {}}, limit: {duration: {seconds: 1}}}
          do: [{handled: {set: '${ "handled" }'}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    handled
    """
    And the timers should have been:
    """
    [PT0.4S]
    """

  Scenario: An attempt may be limited in time, from the first retry on
    Given a workflow with tasks:
    """
    - attempt:
        try:
          - count: {set: '${ {} }', export: {as: {n: '${ ($context.n // 0) + 1 }'}}}
          - bad: {if: $context.n == 1, raise: {error: {type: 'https://x.example/bad', status: 503}}}
          - long: {wait: {days: 1}}
        catch:
          retry: {when: $error.status == 503, delay: {milliseconds: 1}, limit: {attempt: {duration: {seconds: 5}}}}
          do: [{handled: {set: '${ $error.status }'}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    408
    """
    And long should cancel

  Scenario: Every attempt has the whole of its limit
    Given a workflow with tasks:
    """
    - attempt:
        try:
          - count: {set: '${ {} }', export: {as: {n: '${ ($context.n // 0) + 1 }'}}}
          - bad: {if: $context.n < 3, raise: {error: {type: 'https://x.example/bad', status: 503}}}
          - short: {wait: PT0.01S}
          - good: {set: '${ $context.n }'}
        catch:
          retry:
            when: $error.status == 503
            delay: {milliseconds: 800}
            backoff: {linear: {}}
            limit: {attempt: {duration: '${ if $context.n == 1 then "PT1S" else "PT1M" end }'}}
          do: [{handled: {set: '${ $error.status }'}}]
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    3
    """
    And the timers should have been:
    """
    [PT0.8S, PT1.6S, PT60S, PT0.01S]
    """

  Scenario: The limit of an attempt does not hold for the first one
    Given a workflow with tasks:
    """
    - attempt:
        try: [{long: {wait: PT0.3S}}]
        catch: {retry: {delay: {milliseconds: 1}, limit: {attempt: {count: 3, duration: {milliseconds: 1}}}}}
    """
    When the workflow is executed
    Then the workflow should complete
    And attempt should have 1 attempts
    And the timers should have been:
    """
    [PT0.3S]
    """

  Scenario Outline: A policy may choose its errors
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {<condition>, delay: {milliseconds: 1}, limit: {attempt: {count: 1}}}, do: [{handled: {set: '${ "handled" }'}}]}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    handled
    """
    And bad should run <times> times

    Examples:
      | condition                                    | times |
      | when: $error.status == 503                   | 2     |
      | when: $error.status == 500                   | 1     |
      | exceptWhen: $error.status == 503             | 1     |
      | exceptWhen: $error.status == 500             | 2     |
      | when: 'true', exceptWhen: 'true'             | 1     |

  Scenario: Jitter is added within its bounds
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: {milliseconds: 100}, jitter: {from: {milliseconds: 50}, to: {milliseconds: 90}}, limit: {attempt: {count: 4}}}}
    """
    When the workflow is executed
    Then the workflow should fault
    And every timer should have been between 'PT0.15S' and 'PT0.19S'
    And the timers should have differed

  Scenario: A policy may have a name
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: twice}
    """
    And the workflow has:
    """
    use:
      retries:
        once: {delay: {milliseconds: 20}, limit: {attempt: {count: 1}}}
        twice: {delay: PT0.03S, limit: {attempt: {count: 2}}}
    """
    When the workflow is executed
    Then the workflow should fault
    And the timers should have been:
    """
    [PT0.03S, PT0.03S]
    """

  Scenario: A delay may be an expression
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: '${ .pause }', limit: {attempt: {count: 1}}}}
    """
    And given the workflow input is:
    """
    {pause: PT0.02S}
    """
    When the workflow is executed
    Then the workflow should fault
    And the timers should have been:
    """
    [PT0.02S]
    """

  Scenario: What is not caught is not tried again
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {errors: {with: {status: 500}}, retry: {delay: {days: 1}}}
    """
    When the workflow is executed
    Then the workflow should fault with error:
    """
    {status: 503}
    """
    And bad should run 1 times

  Scenario: A service that comes back is asked until it answers
    Given a workflow with tasks:
    """
    - attempt:
        try: [{ask: {call: http, with: {method: get, endpoint: 'https://stand-in.example/flaky/retry/2'}}}]
        catch:
          errors: {with: {type: 'https://open-workflow-specification.org/spec/1.0.0/errors/communication', status: 503}}
          retry: {delay: {milliseconds: 1}, limit: {attempt: {count: 5}}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {asked: 3}
    """
    And '/flaky/retry/2' should have been asked 3 times
    And ask should run 3 times

  Scenario: Without a delay it is tried again at once
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {limit: {attempt: {count: 2}}}}
    """
    When the workflow is executed
    Then the workflow should fault
    And bad should run 3 times
    And every timer should have been between 'PT0S' and 'PT0S'

  Scenario: A pause that ends with the duration limit is begun
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: {milliseconds: 50}, limit: {duration: {milliseconds: 50}}}}
    """
    When the workflow is executed
    Then the workflow should fault
    And bad should run 2 times

  Scenario: The duration limit goes on when the workflow continues in another run
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: PT0.5S, limit: {duration: PT2S, attempt: {count: 60}}}}
    - never: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should fault
    And attempt should take at most 20 seconds
