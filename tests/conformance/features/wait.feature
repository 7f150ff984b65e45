Feature: Wait
  Durations as objects, ISO 8601 and expressions; the data is handed on.

  Scenario Outline: How long a wait is
    Given a workflow with tasks:
    """
    - waiting: {wait: <duration>}
    """
    And given the workflow input is:
    """
    {pause: PT5M}
    """
    When the workflow is executed
    And waiting waits
    And the first timer is '<timer>'
    And the workflow is cancelled
    Then the workflow should cancel
    And waiting should cancel

    Examples:
      | duration                                                              | timer    |
      | {days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1}          | P1DT1H1M1.001S |
      | {hours: 3}                                                            | PT3H     |
      | PT15M                                                                 | PT15M    |
      | P1W                                                                   | P7D      |
      | P1DT12H                                                               | PT36H    |
      | '${ .pause }'                                                         | PT5M     |

  Scenario: A wait hands on its input, through its own stages
    Given a workflow with tasks:
    """
    - waiting: {input: {from: .a}, wait: {milliseconds: 1}, output: {as: '{out: .}'}, export: {as: '{kept: .}'}}
    - last: {set: '${ {data: ., context: $context} }'}
    """
    And given the workflow input is:
    """
    {a: 1}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    {data: {out: 1}, context: {kept: {out: 1}}}
    """

  Scenario: The next task begins after the wait
    Given a workflow with tasks:
    """
    - waiting: {wait: PT0.4S}
    - last: {set: '${ {} }'}
    """
    When the workflow is executed
    Then the workflow should complete
    And waiting should take at least 0.4 seconds
    And the tasks should have run as:
    """
    waiting completed
    last completed
    """

  Scenario Outline: What is no duration is a configuration fault
    Given a workflow with tasks:
    """
    - waiting: {wait: '${ .pause }'}
    """
    And given the workflow input is:
    """
    {pause: <pause>}
    """
    When the workflow is executed
    Then the workflow should fault with a configuration error of status 400 at '/do/0/waiting'

    Examples:
      | pause         |
      | soon          |
      | P1M           |
      | {years: 1}    |
      | {seconds: -1} |
      | 5             |

  Scenario: A wait goes on when the workflow continues in another run
    Given a workflow with tasks:
    """
    - race:
        fork:
          compete: true
          branches:
            - waiting: {wait: PT3S, output: {as: '"waited"'}}
            - many: {for: {in: '[range(20)]'}, do: [{turn: {wait: PT0.5S}}], output: {as: '"counted"'}}
    """
    When the workflow is executed
    Then the workflow should complete with output:
    """
    waited
    """
