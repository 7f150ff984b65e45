Feature: Timeouts
  A task or workflow that takes too long is interrupted, and its error can be caught.

  Scenario: A task that takes too long is a timeout fault of that task
    Given a workflow with tasks:
    """
    - outer: {do: [{slow: {wait: {days: 1}, timeout: {after: {milliseconds: 50}}}}, {never: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/outer/do/0/slow'
    And the tasks should have run as:
    """
    outer faulted
    slow faulted
    """

  Scenario: A timeout interrupts everything inside its task
    Given a workflow with tasks:
    """
    - outer:
        do:
          - first: {set: '${ {} }'}
          - inner: {do: [{slow: {wait: {days: 1}}}]}
          - never: {set: '${ {} }'}
        timeout: {after: PT5S}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/outer'
    And the tasks should have run as:
    """
    outer faulted
    first completed
    inner cancelled
    slow cancelled
    """

  Scenario: A caught timeout goes on with its handler
    Given a workflow with tasks:
    """
    - attempt:
        try: [{slow: {wait: {days: 1}, timeout: {after: PT0.05S}}}]
        catch:
          errors: {with: {type: 'https://open-workflow-specification.org/spec/1.0.0/errors/timeout', status: 408}}
          do: [{handled: {set: '${ $error.instance }'}}]
    - last: {set: '${ [.] }'}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    [/do/0/attempt/try/0/slow]
    """

  Scenario: A try does not catch its own timeout
    Given a workflow with tasks:
    """
    - attempt:
        try: [{slow: {wait: {days: 1}}}]
        catch: {do: [{handled: {set: '${ {} }'}}]}
        timeout: {after: PT0.05S}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/attempt'
    And handled should not run

  Scenario: The shorter of two timeouts counts: the inner one
    Given a workflow with tasks:
    """
    - outer: {do: [{slow: {wait: {days: 1}, timeout: {after: PT0.05S}}}], timeout: {after: P2D}}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/outer/do/0/slow'

  Scenario: The shorter of two timeouts counts: the outer one
    Given a workflow with tasks:
    """
    - outer: {do: [{slow: {wait: {days: 1}, timeout: {after: P2D}}}], timeout: {after: PT5S}}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/outer'
    And slow should cancel

  Scenario: The workflow itself may time out, which no task catches
    Given a workflow with tasks:
    """
    - attempt: {try: [{slow: {wait: {days: 1}}}], catch: {do: [{handled: {set: '${ {} }'}}]}}
    """
    And the workflow has:
    """
    timeout: {after: {seconds: 5}}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/'
    And the tasks should have run as:
    """
    attempt cancelled
    slow cancelled
    """

  Scenario: What ends in time is not interrupted, nor what comes after it
    Given a workflow with tasks:
    """
    - quick: {set: {n: 1}, timeout: {after: PT0.3S}}
    - longer: {wait: PT0.6S}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {n: 1}
    """
    And longer should take at least 0.6 seconds

  Scenario: A timeout may have a name
    Given a workflow with tasks:
    """
    - slow: {listen: {to: {one: {with: {type: never}}}}, timeout: second}
    """
    And the workflow has:
    """
    use: {timeouts: {first: {after: PT1H}, second: {after: {hours: 2}}}}
    """
    When the workflow is executed
    And slow waits
    And the first timer is 'PT2H'
    And the workflow is cancelled
    Then the workflow should cancel

  Scenario: The workflow's timeout may have a name
    Given a workflow with tasks:
    """
    - slow: {listen: {to: {one: {with: {type: never}}}}}
    """
    And the workflow has:
    """
    use: {timeouts: {first: {after: PT1H}, second: {after: {hours: 2}}}}
    timeout: second
    """
    When the workflow is executed
    And slow waits
    And the first timer is 'PT2H'
    And the workflow is cancelled
    Then the workflow should cancel

  Scenario: A timeout may be an expression on the transformed input
    Given a workflow with tasks:
    """
    - slow: {input: {from: .a}, listen: {to: {one: {with: {type: never}}}}, timeout: {after: '${ .limit }'}}
    """
    And given the workflow input is:
    """
    {a: {limit: PT3H}}
    """
    When the workflow is executed
    And slow waits
    And the first timer is 'PT3H'
    And the workflow is cancelled
    Then the workflow should cancel

  Scenario: A timeout counts for all attempts of a try together
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {raise: {error: {type: 'https://x.example/bad', status: 503}}}}]
        catch: {retry: {delay: {days: 1}}}
        timeout: {after: PT5S}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/attempt'
    And bad should run 1 times

  Scenario: Every turn of a loop has its task's timeout anew
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2]'}, do: [{turn: {wait: PT0.01S, timeout: {after: PT20S}}}]}
    """
    When the workflow is executed
    Then the workflow should complete
    And the timers should have been:
    """
    [PT20S, PT0.01S, PT20S, PT0.01S]
    """

  Scenario Outline: A timeout goes on counting when the workflow continues in another run
    Given a workflow with tasks:
    """
    - many: {for: {in: '[range(20)]'}, do: [{turn: {wait: PT0.5S}}]<of task>}
    """
    And the workflow has:
    """
    {<of workflow>}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '<instance>'

    Examples:
      | of task                     | of workflow             | instance   |
      | , timeout: {after: PT3S}    |                         | /do/0/many |
      |                             | timeout: {after: PT3S}  | /          |

  Scenario: A timeout of no time at all strikes at once
    Given a workflow with tasks:
    """
    - slow: {wait: {days: 1}, timeout: {after: '${ .limit }'}}
    """
    And given the workflow input is:
    """
    {limit: PT0S}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/slow'

  Scenario: The timeout of a function's task is not that of the function
    Given a workflow with tasks:
    """
    - call: {call: slow, timeout: {after: PT1H}}
    """
    And the workflow has:
    """
    use: {functions: {slow: {wait: {days: 1}, timeout: {after: PT0.1S}}}}
    """
    When the workflow is executed
    Then the workflow should fault with a timeout error of status 408 at '/do/0/call'
